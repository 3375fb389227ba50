"""Pages show the last map and never build one; one builder at a time builds the newest, asked for once."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.netmap.build import actions, builder
from skillsnet.netmap.build import lease as builder_leases
from skillsnet.netmap.build.lease import builder_lease
from skillsnet.netmap.build.queries import DueMap, next_due_map
from skillsnet.netmap.files import map_folder
from skillsnet.netmap.models import MapBuilder, MapVersion
from skillsnet.netmap.queries import current_map
from skillsnet.netmap.tasks import ask_for_due_maps, ask_for_map, build_maps, follow_up_map
from skillsnet.netmap.versions import last_version
from skillsnet.taxonomy.models import Edition
from tests.factories import make_project

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.late_worker, pytest.mark.django_db, pytest.mark.slow]
PAGES = ("/map/", "/map/embed/", "/map/metrics/", "/")
FILES = ("picture.svg", "picture.png", "network.json", "network.gexf", "network.graphml", "kumu.json", "kumu.xlsx")
BEHIND = "The map is being updated. This is the version of"


@pytest.fixture
def queue(settings: Any) -> None:
    """Tasks wait in the database, as they do in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def _no_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a page has a map built")

    for name in ("_build_whole", "_build_patched"):
        monkeypatch.setattr(actions, name, refuse)


@pytest.mark.parametrize("address", PAGES)
def test_until_the_new_map_is_done_the_last_one_stands_and_says_so(
    address: str, client: Client, taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(categories=("life-skills",))
    build_maps()
    fresh = client.get(address).content.decode()
    make_project("Welding at night", categories=("life-skills",))
    monkeypatch.setattr(actions, "_build_whole", lambda *args: pytest.fail("a page has a map built"))
    page = client.get(address).content.decode()
    assert (BEHIND in fresh, BEHIND in page) == (False, True)
    said = page[: page.index(BEHIND)].rpartition("<p")[2]
    assert 'aria-live="polite"' in said
    assert MapVersion.objects.get().project_count == 1


@pytest.mark.usefixtures("_no_building")
def test_a_network_whose_first_map_is_being_made_says_so_and_leads_to_the_list(
    client: Client, taxonomy: Edition
) -> None:
    make_project(categories=("life-skills",))
    for address in ("/map/", "/map/embed/", "/"):
        page = client.get(address).content.decode()
        assert "The map is being built." in page, address
        assert 'href="/directory/' in page, address
    assert "The map is empty." not in client.get("/map/").content.decode()
    answers = {name: client.get(f"/map/{name}") for name in FILES}
    assert {answer.status_code for answer in answers.values()} == {503}
    assert {answer["Retry-After"] for answer in answers.values()} == {"15"}


def test_without_anybody_in_it_there_is_no_map_and_none_is_promised(client: Client, taxonomy: Edition) -> None:
    assert "The map is empty." in client.get("/map/").content.decode()
    assert {client.get(f"/map/{name}").status_code for name in FILES} == {404}


def test_of_an_edition_in_which_nobody_stands_no_map_is_promised(client: Client, taxonomy: Edition) -> None:
    make_project(categories=("life-skills",))
    assert "No project is in the categories of this edition" in client.get("/map/?edition=1").content.decode()
    assert client.get("/map/picture.svg?edition=1").status_code == 404


def test_one_request_waits_at_most(taxonomy: Edition, queue: None) -> None:
    make_project()
    assert [ask_for_map() for _ in range(21)] == [True, *([False] * 20)]
    assert DBTaskResult.objects.count() == 1


def test_an_import_of_many_batches_has_the_map_asked_for_once(
    taxonomy: Edition, queue: None, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.AFTER_EACH_CHANGE = ["skillsnet.netmap.tasks.ask_for_map"]
    make_project()
    for _ in range(21):
        with django_capture_on_commit_callbacks(execute=True):
            increment_version()
    assert DBTaskResult.objects.count() == 1


def test_looking_asks_for_what_is_behind_and_for_nothing_else(taxonomy: Edition, queue: None) -> None:
    assert ask_for_due_maps() is False
    make_project()
    assert (ask_for_due_maps(), ask_for_due_maps()) == (True, False)
    DBTaskResult.objects.all().delete()
    with builder_lease() as lease:
        assert lease is not None
        assert ask_for_due_maps() is False
    build_maps()
    assert (next_due_map(), ask_for_due_maps()) == (None, False)


def test_a_second_builder_leaves_it_to_the_first_which_goes_on_to_the_newest(
    taxonomy: Edition, queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    whole, seen = actions._build_whole, []

    def changed_meanwhile(number: int, *args: Any) -> MapVersion:
        made = whole(number, *args)
        if not seen:
            make_project()
            seen.append(build_maps())
        return made

    monkeypatch.setattr(actions, "_build_whole", changed_meanwhile)
    assert (build_maps(), seen) == (2, [0])
    last = last_version(None)
    assert last is not None
    assert (last.project_count, next_due_map()) == (2, None)


def test_a_follow_up_while_another_builds_is_built_by_that_one(
    taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    whole, seen = actions._build_whole, []

    def insisted_meanwhile(*args: Any) -> MapVersion:
        seen.append(follow_up_map([1]) if not seen else "again")
        return whole(*args)

    monkeypatch.setattr(actions, "_build_whole", insisted_meanwhile)
    assert (build_maps(), seen) == (2, [0, "again"])


def test_after_a_fault_nobody_tries_again_at_once(
    taxonomy: Edition, queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()

    def fail(*args: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_build_whole", fail)
        with pytest.raises(RuntimeError):
            build_maps()
    assert (MapBuilder.objects.get().heartbeat_at, ask_for_due_maps()) == (None, False)
    monkeypatch.setattr(builder_leases, "RETRY_SECONDS", -1)
    assert (ask_for_due_maps(), build_maps()) == (True, 1)
    assert MapBuilder.objects.get().tries == 0


def test_the_more_builders_died_in_a_row_the_longer_nobody_tries_again(taxonomy: Edition, queue: None) -> None:
    make_project()
    dead = timezone.now() - timedelta(seconds=builder_leases.RETRY_SECONDS * 4 - 5)
    MapBuilder.objects.create(pk=1, lease=3, tries=3, heartbeat_at=dead)
    assert ask_for_due_maps() is False
    MapBuilder.objects.update(tries=2)
    assert ask_for_due_maps() is True


def test_a_map_that_stays_behind_ends_the_builder_instead_of_building_for_ever(
    taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    monkeypatch.setattr(actions, "_build_whole", lambda *args: MapVersion())
    with pytest.raises(builder.MapStaysOutdated):
        build_maps()


def test_a_builder_whose_lease_was_taken_over_stops(taxonomy: Edition) -> None:
    with builder_lease() as lease:
        assert lease is not None
        MapBuilder.objects.update(lease=F("lease") + 1)
        assert not lease.is_held()
    assert MapBuilder.objects.get().heartbeat_at is not None, "the other one's heart beats on"


def test_everybody_gone_leaves_no_map(taxonomy: Edition, client: Client) -> None:
    project = make_project("Zzgone")
    build_maps()
    Project.objects.filter(pk=project.pk).update(status="withdrawn")
    assert current_map() is None
    assert next_due_map() == DueMap()
    build_maps()
    assert (MapVersion.objects.count(), list(map_folder().glob("*.snm")), next_due_map()) == (0, [], None)


def test_the_command_builds_here_and_now(taxonomy: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    make_project()
    build_maps()
    last = last_version(None)
    call_command("rebuild_map")
    assert capsys.readouterr().out == "1 built.\n"
    assert last_version(None) == last


def test_a_page_whose_map_is_cleared_away_meanwhile_is_made_of_the_next(
    client: Client, taxonomy: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    build_maps()
    lost = last_version(None)
    assert lost is not None
    (map_folder() / lost.nodes_name).unlink()
    turns = iter([lost])
    monkeypatch.setattr("skillsnet.netmap.queries.last_version", lambda *args: next(turns, None) or last_version(None))
    build_maps()
    assert client.get("/map/").status_code == 200


@pytest.mark.usefixtures("migrated_processes")
def test_builders_at_once_take_turns_and_a_killed_one_is_taken_over() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.netmap.builders"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "waiting": 1,
        "built": 1,
        "versions": 1,
        "died": [-9],
        "lease_left": True,
        "while_warm": [0, False],
        "taken_over": [True, 1],
        "is_newest": True,
        "lease_free": True,
    }


@pytest.mark.parametrize("rests_from", [0.0, 60.0])
def test_after_a_long_build_a_worker_rests_while_the_data_change_on(
    rests_from: float, taxonomy: Edition, queue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(categories=("life-skills",))
    monkeypatch.setattr(builder, "RESTS_FROM_SECONDS", rests_from)
    build = builder._build
    changed: list[int] = []

    def change_meanwhile(*args: Any) -> None:
        build(*args)
        if not changed:
            changed.append(make_project("Welding at night", categories=("life-skills",)).pk)
            increment_version(changed)

    monkeypatch.setattr(builder, "_build", change_meanwhile)
    begun = timezone.now()
    is_rest_due = rests_from == 0.0
    assert build_maps(rests=True) == (1 if is_rest_due else 2)
    waiting = list(DBTaskResult.objects.values_list("run_after", flat=True))
    assert [begun < due for due in waiting] == ([True] if is_rest_due else [])
    # One that does not rest goes on at once, as `skillsnet rebuild-map` does.
    assert build_maps() == (1 if is_rest_due else 0)
