"""One installation with data for all tests of backups, and copies of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.home.installations import Installation, copied, drop, template

FILL = """
from tests.factories import make_call, make_organisation, make_person, make_project, make_user
from skillsnet.home.actions import prepare
prepare()
fay = make_user("fay@example.org", role="facilitator")
from skillsnet.participants.models import Affiliation
for n in range(20):
    project = make_project(f"Welding {n}", contact=make_person(f"Ådá {n}"))
    Affiliation.objects.create(person=project.contact, organisation=project.organisation)
make_project("A tab \\t, a line \\n, a backslash \\\\ and \\\\N", summary="مشروع 🌱 \\r\\n", country="")
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(); session["who"] = fay.pk; session.create()
from django.utils.timezone import now
from skillsnet.accounts.models import SignIn
SignIn.objects.create(address="fay@example.org", nonce="n", language="en", expires_at=now())
from skillsnet.outbox.models import MailMessage
create = MailMessage.objects.create
create(to="a@example.org", subject="s", body="b", state="queued", queued_at=now(), next_try_at=now())
create(to="b@example.org", subject="s", body="b", state="sending", lease_until=now())
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs an installation of its own as slow: each of its commands is a process."""
    for item in items:
        if "filled" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def filled(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Installation]:
    """An installation with a small network, a session and a mail that waits; not to be changed."""
    with django_db_blocker.unblock():
        made = template(tmp_path_factory.mktemp("filled") / "data")
    made.python(FILL)
    (made.data / "files").mkdir(exist_ok=True)
    (made.data / "files" / "letter.txt").write_text("a file")
    yield made
    drop(made)


@pytest.fixture
def migrated(migrated_template: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation without data of the test's own."""
    made = copied(migrated_template, tmp_path / "migrated")
    yield made
    drop(made)


@pytest.fixture
def installation(filled: Installation, make_copy: Callable[[str], Installation]) -> Installation:
    """An installation of the test's own."""
    return make_copy("data")


@pytest.fixture
def make_copy(filled: Installation, tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Make installations of the test's own."""
    made: list[Installation] = []

    def make(name: str) -> Installation:
        made.append(copied(filled, tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        drop(one)


@pytest.fixture(scope="session")
def kept_backup(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    folder = tmp_path_factory.mktemp("backups")
    filled.done("backup", str(folder))
    return next(folder.glob("skillsnet-*"))
