"""Making an installation ready."""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from skillsnet.accounts.actions import make_facilitator
from skillsnet.accounts.models import User
from skillsnet.calls.actions import declare_links, index_missing_organisations, look_for_names_once
from skillsnet.calls.models import Call
from skillsnet.db.folder import close_folder
from skillsnet.db.models import FirstStart
from skillsnet.db.retention import overwrite_deleted
from skillsnet.taxonomy.actions import install_skills_taxonomy

EXAMPLE_CALL = "example-call"
EXAMPLE_TITLE = "Example call: finding solutions to skills mismatch"
EXAMPLE_FACILITATOR = "facilitator@example.org"
PACKAGE = Path(__file__).resolve().parent.parent


def prepare() -> None:
    """Bring the database up to date and the skills categories in; changes nothing where they are."""
    close_folder(settings.DATA_DIR)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    install_skills_taxonomy()
    index_missing_organisations()
    look_for_names_once()
    overwrite_deleted()


def takes_example(*, is_refused: bool) -> bool:
    """Return whether the example is to be loaded now, and keep the choice of the first start for every later one.

    Never where somebody has an account or a call has come in.
    """
    is_unused = not Call.objects.exists() and not User.objects.exists()
    first, _ = FirstStart.objects.get_or_create(pk=1, defaults={"with_example": is_unused and not is_refused})
    return first.with_example and is_unused and not is_refused


def load_example() -> None:
    """Bring in the example network through the same import as everybody's, and its facilitator."""
    make_facilitator(EXAMPLE_FACILITATOR, name="Example facilitator")
    call_command(
        "import",
        str(example_file()),
        call=EXAMPLE_CALL,
        title=EXAMPLE_TITLE,
        example=True,
        unanswered="new",
        verbosity=0,
    )
    with example_file("ties.csv").open(encoding="utf-8", newline="") as links_file:
        declare_links(Call.objects.get(slug=EXAMPLE_CALL), [tuple(row) for row in csv.reader(links_file)][1:])


def example_file(name: str = "network.csv") -> Path:
    """Return a file of the example network, in the installed package or beside the sources."""
    packaged = PACKAGE / "examples" / name
    return packaged if packaged.exists() else PACKAGE.parent.parent / "examples" / name
