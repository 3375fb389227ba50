"""Parsed rows as they are stored: what was written is read again, by this version and of the first."""

import json

import pytest

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.intake.identities import OrganisationCandidate, OrganisationIdentity
from skillsnet.core.intake.organisation_likeness import Reason
from skillsnet.core.intake.parsed_rows import (
    DuplicateQuestion,
    ParsedLink,
    ParsedOrganisation,
    ParsedPerson,
    ParsedProject,
    ParsedRow,
)

ADA = ParsedPerson("mail:ada@example.org", "Ada Ålund", "ada@example.org", "+254 1", "Director", owned=("name",))
BO = ParsedPerson("name:bo|atelier ada|KE", "Bo Née")
FORGE = OrganisationCandidate(7, "forge|KE", "Forge", 0, 0, "likely", 0.63, (Reason("near_name", "91"),))
EARLIER = OrganisationCandidate(None, "atelier|", "Atelier", 2, 20, "likely", 0.6, (Reason("short_form"),))
IDENTITY = OrganisationIdentity(
    None, "atelier ada|KE", "asks", candidates=(FORGE, EARLIER), take=("name",), keep=("type",)
)
ATELIER = ParsedOrganisation(
    key="atelier ada|KE", name="Atelier Ada", type="ngo", country="KE", external_id="R-7", website="https://a.example.org",
    identity=IDENTITY, owned=("type",), traits=(-5, 12),
)  # fmt: skip
PROJECT = ParsedProject(
    key="id:7", external_id="7", title="Welding", summary="We teach.", language="en", country="KE", region="africa",
    organisation=ATELIER, contact=ADA, other_people=(BO,), languages=("en", "sw"), beneficiaries=("women",),
    stage="pilot", status="winner", website="https://w.example.org", submitted_on="2019-12-16",
    categories=("skills",), extra={"Sector": "Metal"}, take=("title",),
)  # fmt: skip
ROW = ParsedRow(
    project=PROJECT,
    question=DuplicateQuestion(3, "id:3", 0, 0, "3"),
    faults={"4": CellFault("cell_too_long", 40_000)},
    warned_rows=(2, 5),
    named_people=(ADA.key,),
)
LINK = ParsedRow(
    link=ParsedLink(("7", "Welding"), ("8", ""), "partner", "since 2019", "directed", "2", is_repeated=True)
)

# Rows as the first version stored them, which had no version.
OLD_ROW = """{"key": "id:7", "external_id": "7", "title": "Welding", "summary": "We teach.", "language": "en",
"country": "KE", "region": "africa", "organisation": {"name": "Atelier Ada", "key": "atelier ada|KE", "type": "ngo",
"country": "KE", "external_id": "R-7", "website": "https://a.example.org", "traits": [-5, 12], "is": {"id": null,
"key": "atelier ada|KE", "how": "asks", "name": "", "reasons": []}, "asks": [{"id": 7, "key": "forge|KE",
"name": "Forge", "row": 0, "place": 0, "certainty": "likely", "score": 0.63, "reasons": [["near_name", "91"]]},
{"id": null, "key": "atelier|", "name": "Atelier", "row": 2, "place": 20, "certainty": "likely", "score": 0.6,
"reasons": [["short_form", ""]]}], "take": ["name"], "leave": ["type"], "owns": ["type"]},
"contact": {"key": "mail:ada@example.org", "name": "Ada \\u00c5lund", "email": "ada@example.org", "phone": "+254 1",
"position": "Director", "owns": ["name"]}, "others": [{"key": "name:bo|atelier ada|KE", "name": "Bo N\\u00e9e",
"email": "", "phone": "", "position": ""}], "languages": ["en", "sw"], "beneficiaries": ["women"], "stage": "pilot",
"status": "winner", "website": "https://w.example.org", "submitted_on": "2019-12-16", "categories": ["skills"],
"extra": {"Sector": "Metal"}, "take": ["title"], "asks": {"id": 3, "key": "id:3", "row": 0, "place": 0, "number": "3"},
"faults": {"4": ["cell_too_long", 40000]}, "said_at": [2, 5], "naming": ["mail:ada@example.org"]}"""
OLD_LINK = """{"link": {"source": ["7", "Welding"], "target": ["8", ""], "kind": "partner", "label": "since 2019",
"direction": "directed", "strength": "2"}, "is_again": true}"""


@pytest.mark.parametrize("row", [ROW, LINK, ParsedRow(), ParsedRow(skip="total")])
def test_what_was_stored_is_read_again(row: ParsedRow) -> None:
    assert ParsedRow.from_json(json.loads(json.dumps(row.to_json()))) == row


@pytest.mark.parametrize(("old", "row"), [(OLD_ROW, ROW), (OLD_LINK, LINK)])
def test_rows_of_the_first_version_are_read(old: str, row: ParsedRow) -> None:
    assert ParsedRow.from_json(json.loads(old)) == row


def test_rows_of_the_first_version_that_were_not_previewed_are_read() -> None:
    assert ParsedRow.from_json({"faults": {"2": ["formula", 0]}, "skip": "note"}) == ParsedRow(
        faults={"2": CellFault("formula")}, skip="note"
    )
    assert ParsedRow.from_json({}) == ParsedRow()


def test_values_of_another_project_are_taken_by_field() -> None:
    other = ParsedProject("id:8", title="Soldering", contact=None, country="SN")
    changed = PROJECT.with_fields_of(other, ["title", "contact"])
    assert (changed.title, changed.contact, changed.country, changed.key) == ("Soldering", None, "KE", "id:7")
    # Without a contact person nobody else is named either.
    assert changed.people == ()
