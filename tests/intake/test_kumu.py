"""A network map that is imported: its elements are projects, its connections declared ties."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Call, Link, Project
from skillsnet.home.actions import load_example, prepare
from skillsnet.intake.actions import commit, preview, start_run, undo
from skillsnet.intake.file_reading import FileNote
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.matching.actions import refresh_similar
from skillsnet.participants.texts import text_for
from tests.intake.sheets import photograph

pytestmark = pytest.mark.django_db

FILES = ("kumu-blueprint.json", "kumu-backup.json", "kumu-import.xlsx")
CALL = {"slug": "map", "title": "Map"}


def _run(path: Path) -> ImportRun:
    call = Call.objects.get_or_create(slug="map", defaults=CALL)[0]
    with path.open("rb") as file:
        return preview(start_run(file, name=path.name, call=call, by=None))


def _ties() -> set[tuple[str, str, str, str]]:
    links = Link.objects.select_related("source", "target")
    return {(link.source.title, link.target.title, link.kind, link.direction) for link in links}


@pytest.mark.medium
@pytest.mark.parametrize("name", FILES)
def test_every_form_of_a_map_gives_the_same_network(name: str, shared_data: Path) -> None:
    run = commit(_run(shared_data / "interchange" / name), by=None)
    assert (run.counts["new"], run.counts["links"], run.counts["errors"], run.counts["asks"]) == (6, 3, 0, 0)
    assert Project.objects.count() == 6
    assert {kind for _, _, kind, _ in _ties()} == {"Collaborates with", "Advises", "Shared an event"}


@pytest.mark.medium
def test_the_same_map_twice_changes_nothing_and_undo_leaves_nothing(shared_data: Path) -> None:
    before = photograph()
    run = commit(_run(shared_data / "interchange" / FILES[0]), by=None)
    stands = photograph()
    again = commit(_run(shared_data / "interchange" / FILES[1]), by=None)
    assert (again.counts["unchanged"], photograph()) == (6, stands)
    undo(again, by=None)
    undo(run, by=None)
    assert photograph() == before


@pytest.mark.medium
def test_real_project_comes_in_with_its_ties(shared_data: Path) -> None:
    folder = shared_data / "interchange" / "vc-spec-map"
    run = commit(_run(folder / "vc-spec-map-elements.csv"), by=None)
    assert (run.counts["errors"], run.counts["new"]) == (0, Project.objects.count())
    summaries = dict(Project.objects.values_list("key", "summary"))
    ties = commit(_run(folder / "vc-spec-map-connections.csv"), by=None)
    # Elements that only the connections name change nothing of those that stand.
    assert (ties.counts["unchanged"], ties.counts["updated"], Link.objects.count()) == (53, 0, ties.counts["links"])
    assert dict(Project.objects.filter(key__in=summaries).values_list("key", "summary")) == summaries


@pytest.mark.medium
def test_tie_to_somebody_who_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    elements = [{"id": "a", "label": "Atelier", "type": "Project"}, {"id": "b", "label": "", "type": "Project"}]
    ties = [{"from": "a", "to": "b", "type": "helps"}]
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"elements": elements, "connections": ties}))
    run = commit(_run(path), by=None)
    assert (Project.objects.count(), Link.objects.count()) == (1, 0)
    assert run.counts["rows"] == sum(run.counts[name] for name in ("new", "errors"))


@pytest.mark.medium
def test_profile_shows_the_ties_to_everybody(client: Client, shared_data: Path) -> None:
    commit(_run(shared_data / "interchange" / FILES[0]), by=None)
    link = Link.objects.select_related("source", "target").order_by("pk")[0]
    page = client.get(reverse("project", args=[link.source_id])).content.decode()
    assert "Declared links" in page
    assert text_for(link.target.title, OPERATOR) in page
    rows = ImportRow.objects.filter(kind="link")
    assert {row.before["link"] for row in rows if row.before} == set(Link.objects.values_list("pk", flat=True))


def _blueprint(connection: dict[str, str]) -> bytes:
    elements = [{"label": label, "type": "project", "id": label.casefold()} for label in ("Welding", "Sewing")]
    return json.dumps({"elements": elements, "connections": [connection]}).encode()


def _brought(content: bytes) -> ImportRun:
    call = Call.objects.get_or_create(slug="map", defaults=CALL)[0]
    return commit(preview(start_run(BytesIO(content), name="map.json", call=call, by=None)), by=None)


@pytest.mark.medium
def test_tie_that_is_called_otherwise_is_changed_and_undo_puts_it_back() -> None:
    tie = {"from": "welding", "to": "sewing", "direction": "undirected", "label": "old"}
    _brought(_blueprint(tie))
    second = _brought(_blueprint({**tie, "label": "new", "direction": "directed"}))
    link = Link.objects.get()
    assert (link.label, link.direction) == ("new", "directed")
    undo(second, by=None)
    link.refresh_from_db()
    assert (link.label, link.direction) == ("old", "undirected")


@pytest.mark.medium
def test_tie_without_direction_is_the_same_from_either_end() -> None:
    tie = {"from": "welding", "to": "sewing", "direction": "undirected"}
    _brought(_blueprint(tie))
    _brought(_blueprint({**tie, "from": "sewing", "to": "welding"}))
    assert Link.objects.count() == 1


@pytest.mark.medium
def test_a_sheet_as_people_keep_it(shared_data: Path) -> None:
    run = commit(_run(shared_data / "cases" / "30-kumu-sheet-as-people-keep-it" / "kumu.xlsx"), by=None)
    # The sheet to be ignored is not read, and labels that differ in a blank or in case are one element.
    assert set(Project.objects.values_list("title", flat=True)) == {"Pocket mentors", "Port school", "Night kitchen"}
    assert (run.counts["rows"], run.counts["new"], run.counts["links"]) == (3, 3, 3)
    assert _ties() == {
        ("Pocket mentors", "Port school", "shares curriculum", "directed"),
        ("Pocket mentors", "Night kitchen", "shares curriculum", "directed"),
        ("Night kitchen", "Pocket mentors", "hosts", "mutual"),
    }
    notes = [note_sentence(FileNote.from_json(note)) for note in run.notes]
    assert any("Missing project" in note for note in notes)


@pytest.mark.slow
def test_our_own_export_brings_back_every_project_and_only_declared_ties(facilitator_client: Client) -> None:
    prepare()
    load_example()
    # A worker's: what is near each project, which the export writes as connections too.
    refresh_similar(project_ids=None)
    increment_version()
    projects = Project.objects.count()
    tied = {frozenset(ends) for ends in Link.objects.values_list("source_id", "target_id")}
    call = Call.objects.create(**CALL)
    for address, name in (("map_kumu_json", "kumu.json"), ("map_kumu_xlsx", "kumu.xlsx")):
        content = BytesIO(b"".join(iter(facilitator_client.get(reverse(address)))))
        run = preview(start_run(content, name=name, call=call, by=None))
        assert (run.counts["rows"], run.counts["links"]) == (projects, len(tied)), name
        notes = [note_sentence(FileNote.from_json(note)) for note in run.notes]
        assert any("which nobody declared, were skipped" in note for note in notes), name
