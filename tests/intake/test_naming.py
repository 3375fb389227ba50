"""Rows that name their own people: said before anything is written, and what they become."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.accounts.viewer import ANYONE, OPERATOR
from skillsnet.calls.actions import give_consent
from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, preview
from skillsnet.intake.models import ImportRun
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_label
from tests.intake.sheets import HEADER, photograph, previewed

pytestmark = pytest.mark.django_db

NAME = "Zzada Zzdiallo"
NAMED = ("N-1", f"Pump repair by {NAME}", "We teach.", "Atelier", "NGO", "Kenya", NAME, "zz@example.org")
ALONE = ("N-2", "Sewing", "We sew.", "Self-employed trainer", "", "Kenya", "Bo Née", "bo@example.org")
SELF = ("N-3", "Boats", "We build.", "Cy Íñigo", "", "Kenya", "Cy Íñigo", "cy@example.org")
PLAIN = ("N-4", "Solar", "We wire.", "Taller", "NGO", "Kenya", "Di Ünal", "di@example.org")
ROWS = [HEADER, NAMED, ALONE, SELF, PLAIN]


def _codes(run: ImportRun) -> dict[int, list[tuple[str, str, str]]]:
    rows = run.rows.order_by("position")
    return {row.number: [(one["code"], one["column"], one["value"]) for one in row.problems] for row in rows}


def test_it_is_said_before_anything_is_written(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    assert _codes(run) == {
        2: [("names_person", "Title", NAME)],
        3: [("one_person", "Type of organisation", "Self-employed trainer")],
        4: [("one_person", "Type of organisation", "Cy Íñigo")],
        5: [],
    }
    assert (run.tally["naming"], run.tally["warnings"], Project.objects.count()) == (1, 3, 0)
    address = reverse("import_preview", args=[run.pk])
    page = facilitator_client.get(address).content.decode()
    assert "1 row contains the name of a person from that row in its texts" in page
    assert f"{address}?show=naming#rows" in page
    shown_rows = facilitator_client.get(f"{address}?show=naming").content.decode()
    assert "until the person agrees to be named" in shown_rows
    assert "If it is an organisation, enter its type." in page
    assert ("Pump repair" in shown_rows, "Boats" in shown_rows) == (True, False)


@pytest.mark.medium
def test_people_stay_unnamed_and_individuals_come_in_as_such() -> None:
    commit(previewed(ROWS), by=None)
    found = {one.external_id: one for one in Project.objects.select_related("organisation")}
    assert text_for(found["N-1"].title, ANYONE) == "Pump repair by […]"
    for number in ("N-2", "N-3"):
        organisation = found[number].organisation
        assert organisation is not None
        assert (organisation.type, organisation_label(organisation, ANYONE)) == ("individual", "Individual participant")
    assert organisation_label(found["N-4"].organisation, ANYONE) == "Taller"


@pytest.mark.medium
def test_the_type_that_somebody_writes_in_the_row_is_taken(facilitator_client: Client) -> None:
    run = previewed(ROWS)
    position = run.rows.get(number=3).position
    column = HEADER.index("Type of organisation")
    facilitator_client.post(reverse("import_row", args=[run.pk, position]), {f"cell-{column}": "NGO"})
    run.refresh_from_db()
    assert _codes(run)[3] == []
    commit(run, by=None)
    assert {text_for(one.name, OPERATOR): one.type for one in Organisation.objects.all()}[
        "Self-employed trainer"
    ] == "ngo"


@pytest.mark.medium
def test_who_agreed_to_be_named_is_not_asked_about_again() -> None:
    commit(previewed(ROWS), by=None)
    person = Person.objects.get(email="zz@example.org")
    give_consent(person, "name", audience="public", wording="Yes.", source="letter", by=None)
    run = previewed([HEADER, ("N-9", *NAMED[1:])])
    assert (_codes(run), run.tally["naming"]) == ({2: []}, 0)


@pytest.mark.medium
def test_looking_takes_as_many_queries_for_many_rows() -> None:
    counts = []
    for many in (2, 40):
        rows = [(f"N-{n}", f"Pumps {n} by P{n} Zzname", "", "", "", "Kenya", f"P{n} Zzname", "") for n in range(many)]
        run = previewed([HEADER, *rows])
        with CaptureQueriesContext(
            connection,
        ) as caught:
            preview(run)
        assert run.rows.filter(is_naming=True).count() == many
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "kind"),
    [("Self-employed trainer", ""), ("Self-employed trainer", "Individual"), ("To be confirmed", ""), ("Other", "NGO")],
)
def test_strangers_who_call_themselves_the_same_stay_strangers(name: str, kind: str) -> None:
    rows = [
        (
            f"N-{n}",
            f"Sewing {n}",
            "We sew.",
            "Self-employed trainer",
            kind,
            "Kenya",
            f"Bo{n} Zn{n}e",
            f"bo{n}@example.org",
        )
        for n in range(3)
    ]
    commit(previewed([HEADER, *rows]), by=None)
    assert len(set(Project.objects.values_list("organisation_id", flat=True))) == 3
    stands = photograph()
    again = commit(previewed([HEADER, *rows]), by=None)
    assert (again.counts["unchanged"], photograph()) == (3, stands)


def test_one_person_with_two_projects_stays_one() -> None:
    rows = [(f"N-{n}", f"Sewing {n}", "We sew.", "Freelancer", "", "Kenya", "Bo Née", "bo@example.org") for n in "12"]
    commit(previewed([HEADER, *rows]), by=None)
    assert Organisation.objects.count() == 1
