"""The checker finds what is broken and nothing else."""

import pytest
from django.core.management import CommandError, call_command

from skillsnet.calls.models import Project, SearchDocument
from skillsnet.classification.models import Assignment
from skillsnet.home.invariants import INVARIANTS, broken_invariants
from skillsnet.intake.actions import commit, undo
from skillsnet.participants.models import Affiliation, Organisation, OrganisationName
from skillsnet.taxonomy.models import Edition
from tests.factories import make_call, make_decision, make_organisation, make_person, make_project
from tests.intake.sheets import ADA, BO, HEADER, previewed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_follows(settings: object) -> None:
    settings.FOLLOW_UPS = []  # type: ignore[attr-defined]


@pytest.mark.medium
def test_an_import_and_its_undoing_leave_all_well(capsys: pytest.CaptureFixture[str]) -> None:
    run = commit(previewed([HEADER, ADA, BO]), by=None)
    assert broken_invariants() == []
    undo(run, by=None)
    call_command("check_data")
    assert f"{len(INVARIANTS)} things" in capsys.readouterr().out


def test_each_break_is_named() -> None:
    project = make_project("Welding", contact=make_person(), country="KE")
    SearchDocument.objects.all().delete()
    Project.objects.update(region="americas")
    kept, gone = make_organisation("Kept"), make_organisation("Gone")
    make_project("Sewing", organisation=gone, call=make_call("other"))
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)
    OrganisationName.objects.create(organisation=kept, key=gone.key, name="Gone")
    Affiliation.objects.all().delete()
    broken = "\n".join(broken_invariants())
    for words in (
        f"Project {project.pk} cannot be found",
        "Projects of KE are in the region 'americas'",
        f"Organisation {gone.pk} is part of another one",
        "is another organisation's own",
        f"contact person of project {project.pk} is not affiliated",
    ):
        assert words in broken
    with pytest.raises(CommandError, match="cannot be found"):
        call_command("check_data")


def test_assignments_that_contradict_the_decisions_are_named(taxonomy: Edition) -> None:
    project = make_project(categories=("life-skills", "skills-ecosystem"))
    older = Edition.objects.exclude(pk=taxonomy.pk).get()
    marked, moved = project.assignments.order_by("pk")
    Assignment.objects.filter(pk=marked.pk).update(is_current=False)
    Assignment.objects.filter(pk=moved.pk).update(edition=older)
    empty = make_decision(make_project(), ("life-skills",))
    empty.assignments.all().delete()
    assert broken_invariants() == [
        f"Assignment {moved.pk} names a category, a decision and an edition or project that do not belong together.",
        f"Decision {empty.pk} says one thing and its categories another.",
        f"Assignment {marked.pk} is marked as not current, against the decisions.",
    ]
