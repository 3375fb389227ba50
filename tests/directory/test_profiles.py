"""What a profile holds for each viewer, before any template chooses what to show."""

import pytest

from skillsnet.accounts.enums import Role
from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.directory.queries.profiles import Profile, profile
from skillsnet.matching.models import Suggestion
from tests.factories import make_project

pytestmark = pytest.mark.django_db
MEMBER, FACILITATOR = Viewer(user_id=2, role=Role.MEMBER), Viewer(user_id=3, role=Role.FACILITATOR)


def seen(pk: int, viewer: Viewer) -> Profile:
    found = profile(pk, viewer=viewer, language="en")
    assert found is not None
    return found


def test_cells_number_and_status_are_for_facilitators_alone() -> None:
    made = make_project(extra={"Jury": "Zzsecret"}, external_id="Zz-7", status="finalist")
    for viewer in (ANYONE, MEMBER):
        found = seen(made.pk, viewer)
        assert (found.extra, found.external_id, found.status, found.organisation_id) == ((), "", "", None)
    assert (seen(made.pk, FACILITATOR).extra, seen(made.pk, FACILITATOR).external_id) == (
        (("Jury", "Zzsecret"),),
        "Zz-7",
    )


def test_the_words_shared_with_a_neighbour_are_masked_like_its_text() -> None:
    made = make_project("A pump, an example", summary="Of zzpump@example.org, +254 799 123456.")
    other = make_project("Two")
    words = ["pump", "zzpump@example.org", "+254 799 123456"]
    Suggestion.objects.create(project=made, similar_project=other, rank=1, score=0.9, shared_words=words)
    for viewer in (ANYONE, MEMBER):
        found = " ".join(seen(made.pk, viewer).similar[0].reasons)
        assert ("“pump”" in found, "zzpump" in found, "799" in found) == (True, False, False)
