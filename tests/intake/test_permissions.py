"""People who say that their entry may not be shown: their projects are kept off public pages."""

from pathlib import Path

import pytest
from django.db.models import QuerySet

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, preview, resolve_value
from skillsnet.intake.models import ImportRun
from skillsnet.participants.texts import text_for
from tests.intake.sheets import previewed

pytestmark = pytest.mark.django_db

HEADER = ("Title", "Organisation", "Country", "May we show your entry?")


def _rows(**answers: str) -> list[tuple[str, ...]]:
    return [HEADER, *((title.title(), f"Atelier {title}", "Kenya", answer) for title, answer in answers.items())]


def _titles(projects: QuerySet[Project]) -> list[str]:
    return sorted(text_for(project.title, OPERATOR).lower() for project in projects)


def _public() -> list[str]:
    return _titles(Project.objects.public())


def _answered(run: ImportRun, value: str, code: str) -> ImportRun:
    resolve_value(run, target_field="may_publish", value=value, code=code, by=None)
    run.refresh_from_db()
    return preview(run)


def test_rows_that_say_no_are_imported_and_kept_off(shared_data: Path) -> None:
    run = commit(previewed(shared_data / "cases" / "11-consent-column" / "applications.csv"), by=None)
    assert {"may_publish", "may_contact"} <= set(run.mapping.values())
    assert Project.objects.count() == 4
    assert _public() == ["night kitchen", "pocket mentors"]
    assert _titles(Project.objects.kept_off()) == ["hidden loom", "quiet house"]
    assert list(Project.objects.order_by("pk").values_list("may_contact", flat=True)) == ["yes", "no", "no", "yes"]


def test_an_unclear_answer_and_an_empty_one_are_asked_about_once_and_kept_off_until_then() -> None:
    run = previewed(_rows(welding="Yes", sewing="perhaps", baking="", weaving="Perhaps", pottery=""))
    assert [(item["meaning"], item["value"], item["rows"]) for item in run.unknown] == [
        ("may_publish", "", 2),
        ("may_publish", "perhaps", 2),
    ]
    commit(run, by=None)
    assert _public() == ["welding"]


def test_what_was_answered_about_empty_cells_holds_for_the_file() -> None:
    run = _answered(previewed(_rows(welding="Yes", sewing="perhaps", baking="")), "", "yes")
    assert [item["value"] for item in run.unknown] == ["perhaps"]
    commit(_answered(run, "perhaps", "no"), by=None)
    assert _public() == ["baking", "welding"]


def test_a_file_that_does_not_ask_keeps_nothing_off() -> None:
    commit(previewed([row[:3] for row in _rows(welding="", sewing="")]), by=None)
    assert _public() == ["sewing", "welding"]
