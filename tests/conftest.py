"""What all tests share: people, a published taxonomy, and the real files where they are at hand."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.test import Client
from django.test.client import ClientHandler
from django.urls import get_urlconf, set_urlconf
from django.utils import translation
from hypothesis import settings

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.netmap import queries
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.versions import is_outdated
from skillsnet.taxonomy.actions import install_skills_taxonomy
from skillsnet.taxonomy.models import Edition
from tests.factories import make_user
from tests.guards.counting import count_processes
from tests.guards.leftovers import nothing_left_behind
from tests.home.installations import Installation, drop, template
from tests.settings import FOLDER

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

# How long one made case takes says more of the machine than of the code.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("few", deadline=None, max_examples=20)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run on the other database leave out what knows none."""
    parser.addoption("--database-only", action="store_true", help="leave out tests that use no database or process")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what copies the database; leave out what `--database-only` asks for, but what may start processes."""
    for item in items:
        # pytest-django makes the tests' database where a test has the mark, and these copy it.
        if {"migrated_template", "filled"} & {*getattr(item, "fixturenames", ())}:
            item.add_marker(pytest.mark.django_db)
    if not config.getoption("--database-only"):
        return
    left_out = [item for item in items if not _meets_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _meets_database(item)]


def _meets_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"} & {*getattr(item, "fixturenames", ())}
    return bool(fixtures) or any(map(item.get_closest_marker, ("django_db", "process", "slow")))


def pytest_unconfigure() -> None:
    """Leave no folder behind: here, since a process of xdist ends without Python's own last acts."""
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _requests_end() -> Iterator[None]:
    """Have a request's language and addresses end with it; in a server no test goes on in its thread."""
    answer = ClientHandler.__call__

    def answered(self: ClientHandler, environ: Any) -> Any:
        urlconf = get_urlconf()
        try:
            with translation.override(translation.get_language()):
                return answer(self, environ)
        finally:
            set_urlconf(urlconf)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "__call__", answered)
        yield


@pytest.fixture(scope="session")
def migrated_template(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """An installation without data whose migrations are all applied, which takes long; not to be changed."""
    with django_db_blocker.unblock():
        made = template(tmp_path_factory.mktemp("migrated") / "data")
    if not made.database:
        with closing(made.connect()) as opened:
            opened.execute("DELETE FROM sqlite_sequence")
    yield made
    drop(made)


@pytest.fixture
def migrated_copy(migrated_template: Installation) -> str:
    """What to copy of it: an SQLite file, or a database's name on PostgreSQL's server."""
    made = migrated_template
    return urlsplit(made.database).path[1:] if made.database else str(made.data / "network.sqlite3")


@pytest.fixture
def migrated_processes(_nothing_left_behind: None, migrated_copy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the processes that a test starts copy a migrated database instead of making it."""
    monkeypatch.setenv("SKILLSNET_MIGRATED", migrated_copy)


@pytest.fixture(scope="session", autouse=True)
def _processes_are_counted() -> Iterator[None]:
    """Have coverage, where it counts, count the processes that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        count_processes(patch)
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a language, a variable or the like for the next one; asked for by what changes them."""
    with nothing_left_behind():
        yield
        # pytest-django asks for it before any fixture of ours, so by itself it would end after the look.
        monkeypatch.undo()


@pytest.fixture(autouse=True)
def _own_state(_nothing_left_behind: None, settings: Any) -> None:
    """Give each test an empty cache and the platform's own outbox, which Django's test runner replaces."""
    for each in caches.all(initialized_only=True):
        each.clear()
    settings.EMAIL_BACKEND = "skillsnet.outbox.backend.OutboxBackend"


@pytest.fixture(autouse=True)
def _worker_in_time(
    _nothing_left_behind: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have each map built before it is looked at, as by a worker that is always in time.

    Pages never build one. Tests about a map that is not there yet are marked `late_worker`.
    """
    if request.node.get_closest_marker("late_worker"):
        return
    read = queries.last_version

    def built(edition: int | None, audience: str = "public") -> MapVersion | None:
        last = read(edition, audience)
        if Project.objects.public().exists() and (last is None or is_outdated(last)) and audience == "public":
            rebuild_map(edition=edition)
        return read(edition, audience)

    monkeypatch.setattr(queries, "last_version", built)


@pytest.fixture
def taxonomy(db: None) -> Edition:
    """The skills categories, second edition in force."""
    return install_skills_taxonomy()


@pytest.fixture
def facilitator(db: None) -> User:
    """Fay, who runs the network."""
    return make_user("fay@example.org", role="facilitator")


@pytest.fixture
def facilitator_client(facilitator: User) -> Client:
    """Fay's browser."""
    client = Client()
    client.force_login(facilitator)
    return client


@pytest.fixture
def member_client(db: None) -> Client:
    """Bo's browser: a member and nothing more."""
    client = Client()
    client.force_login(make_user("bo@example.org", role="member"))
    return client


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files, or a skip that says why."""
    if not (SHARED_DATA / "dev").is_dir():
        pytest.skip("the real files are not beside this checkout (../shared/data)")
    return SHARED_DATA
