"""How a map becomes rows and links."""

from typing import Any

import pytest

from skillsnet.core.intake import guess_target_fields
from skillsnet.core.intake.column_meanings import CERTAIN
from skillsnet.core.interchange.kumu import LinkEnd, Participants, participant_rows, read_document
from skillsnet.core.taxonomy.lists import find_value

ATELIER = {"id": "o1", "label": "Atelier Ada", "type": "NGO"}
BOCO = {"id": "o2", "label": "Bo & Co", "type": "Organisation"}
MENTORS = {"id": "p1", "label": "Pocket mentors", "type": "Project"}
ADA = {"id": "a", "label": "Ada", "type": "Person", "email": "ada@example.org"}
BO = {"id": "b", "label": "Bo", "type": "Person", "role": "Director", "phone": "+1 202 555 0100"}


def _participants(elements: list[dict[str, Any]], *lines: tuple[str, str, str]) -> Participants:
    connections = [{"from": source, "to": target, "type": kind} for source, target, kind in lines]
    return participant_rows(read_document({"elements": elements, "connections": connections}))


def _rows(participants: Participants) -> list[dict[str, str]]:
    return [
        {name: cell for name, cell in zip(participants.header, row.cells, strict=True) if cell}
        for row in participants.rows
    ]


def _links(participants: Participants) -> list[tuple[str, str, str]]:
    return [(link.source.project_id, link.target.project_id, link.kind) for link in participants.links]


def _codes(participants: Participants) -> dict[str, Any]:
    return {note.code: note.params["count"] for note in participants.notes}


def test_a_project_row_has_its_own_fields_then_its_organisations() -> None:
    project = MENTORS | {
        "description": "We [[teach]].", "tags": ["A", "B"], "url": "https://example.org/p", "country": "Kenya",
        "beneficiaries": ["Women", "Youth"], "stage": "Pilot", "status": "Winner", "submission date": "2020-02-01",
        "region": "Africa", "budget": 10,
    }  # fmt: skip
    organisation = ATELIER | {
        "description": "A workshop.", "tags": ["C"], "url": "https://example.org", "country": "Peru",
        "region": "Americas", "languages": ["Spanish"], "location": "-12, -77", "email": "office@example.org",
    }  # fmt: skip
    assert _rows(_participants([project, organisation], ("p1", "o1", "submitted by"))) == [
        {
            "Proposal ID": "p1",
            "Proposal title": "Pocket mentors",
            "Summary": "We teach.",
            "Organisation name": "Atelier Ada",
            "Organisation ID": "o1",
            "Type of organisation": "NGO",
            "Organisation website": "https://example.org",
            "Country": "Kenya",
            "Languages": "Spanish",
            "Contact e-mail": "office@example.org",
            "Target group / beneficiaries": "Women | Youth",
            "Category": "A | B",
            "Stage": "Pilot",
            "Status": "Winner",
            "Website": "https://example.org/p",
            "Submission date": "2020-02-01",
            "Region": "Africa",
            "Budget": "10",
            "Description (organisation)": "A workshop.",
            "Tags (organisation)": "C",
            "Country (organisation)": "Peru",
            "Region (organisation)": "Americas",
            "Location": "-12, -77",
        }
    ]


def test_an_organisation_without_a_project_has_a_row_of_its_own() -> None:
    organisation = ATELIER | {"description": "A workshop.", "organisation": "Mother house", "url": "example.org"}
    assert _rows(_participants([organisation, ADA], ("a", "o1", "Works at"))) == [
        {
            "Proposal ID": "o1",
            "Proposal title": "Atelier Ada",
            "Summary": "A workshop.",
            "Organisation name": "Atelier Ada",
            "Organisation ID": "o1",
            "Type of organisation": "NGO",
            "Organisation website": "example.org",
            "Contact person": "Ada",
            "Contact e-mail": "ada@example.org",
            "Organisation (field)": "Mother house",
        }
    ]


def test_a_person_who_belongs_nowhere_has_a_row_of_their_own() -> None:
    participants = _participants([ADA, BO | {"organisation": "Bo & Co"}, ATELIER], ("a", "b", "Knows"))
    assert _rows(participants)[:2] == [
        {
            "Proposal ID": "a",
            "Type of organisation": "Individual",
            "Contact person": "Ada",
            "Contact e-mail": "ada@example.org",
        },
        {
            "Proposal ID": "b",
            "Proposal title": "Bo & Co",
            "Organisation name": "Bo & Co",
            "Contact person": "Bo",
            "Phone": "+1 202 555 0100",
            "Position": "Director",
        },
    ]
    assert participants.links[0].source == LinkEnd("a", "", "Ada")


def test_unknown_types_are_entries_that_keep_their_type() -> None:
    participants = _participants(
        [{"label": "did-core", "type": "core"}, {"label": "plain"}, ATELIER], ("plain", "o1", "")
    )
    assert [{k: row[k] for k in row if k in ("Proposal ID", "Element type")} for row in _rows(participants)] == [
        {"Proposal ID": "did-core", "Element type": "core"},
        {"Proposal ID": "plain"},
        {"Proposal ID": "o1"},
    ]
    assert _links(participants) == [("plain", "o1", "")]


@pytest.mark.parametrize(
    ("lines", "organisation", "links"),
    [
        ([("o1", "p1", "Submitted")], "Atelier Ada", []),
        ([("p1", "o1", "Soumis par")], "Atelier Ada", []),
        ([("o1", "p1", "")], "Atelier Ada", []),
        ([("o1", "p1", "takes part in")], "Atelier Ada", []),
        ([("o1", "p1", "Funds")], "", [("o1", "p1", "Funds")]),
        ([("o1", "p1", "Funds"), ("o2", "p1", "")], "Bo & Co", [("o1", "p1", "Funds")]),
        ([("o1", "p1", "partner"), ("o2", "p1", "Leads")], "Bo & Co", [("o1", "p1", "partner")]),
        ([("o1", "p1", "Leads"), ("o2", "p1", "Implements")], "Atelier Ada", [("o2", "p1", "Implements")]),
        ([("o1", "p1", ""), ("o2", "p1", "")], "", [("o1", "p1", ""), ("o2", "p1", "")]),
    ],
)
def test_whose_project_it_is(
    lines: list[tuple[str, str, str]], organisation: str, links: list[tuple[str, str, str]]
) -> None:
    participants = _participants([MENTORS, ATELIER, BOCO], *lines)
    assert (_rows(participants)[0].get("Organisation name", ""), _links(participants)) == (organisation, links)


def test_what_no_word_says_is_noted_when_it_is_concluded() -> None:
    participants = _participants([MENTORS, ATELIER, ADA], ("o1", "p1", "takes part in"), ("a", "o1", "likes"))
    assert [(note.code, note.params) for note in participants.notes] == [
        (
            "organisation_concluded",
            {"count": 1, "examples": "Atelier Ada: Pocket mentors", "places": "elements 1"},
        ),
        ("person_concluded", {"count": 1, "examples": "Atelier Ada: Ada", "places": "elements 3"}),
    ]


def test_a_persons_organisation_is_their_projects() -> None:
    participants = _participants([MENTORS, BOCO, ADA], ("a", "p1", "Submitted"), ("a", "o2", "Works at"))
    assert [(row["Organisation name"], row["Contact person"]) for row in _rows(participants)] == [("Bo & Co", "Ada")]
    assert participants.links == ()


def test_several_persons_stand_in_numbered_columns_contacts_first() -> None:
    others = [{"id": f"x{n}", "label": f"Cy {n}", "type": "Person", "tags": ["t"]} for n in range(3)]
    participants = _participants(
        [MENTORS, ATELIER, ADA, BO, *others],
        *[("o1", "p1", "Submitted"), ("a", "o1", "Works at"), ("o1", "b", "Contact person")],
        *[(f"x{n}", "o1", "Member of") for n in range(3)],
    )
    row = _rows(participants)[0]
    names = [name for name in row if "ontact" in name or "Pos" in name or "Phone" in name]
    assert {name: row[name] for name in names} == {
        "Contact person": "Bo",
        "Phone": "+1 202 555 0100",
        "Position": "Director",
        "Contact person 2": "Ada",
        "Contact e-mail 2": "ada@example.org",
        "Contact person 3": "Cy 0",
        "Tags (contact person 3)": "t",
    }
    assert (_codes(participants), len(participants.rows)) == ({"person_without_column": 2}, 1)


def test_a_person_with_another_tie_only_stands_alone_and_keeps_it() -> None:
    participants = _participants([ATELIER, ADA, BO], ("a", "o1", "Works at"), ("b", "o1", "Criticises"))
    assert [row.get("Proposal title") for row in _rows(participants)] == ["Atelier Ada", None]
    assert _links(participants) == [("b", "o1", "Criticises")]


def test_a_link_from_a_contact_person_names_the_organisation_and_not_the_person() -> None:
    participants = _participants(
        [MENTORS, ATELIER, BOCO, ADA], ("o1", "p1", "Owner"), ("a", "o1", ""), ("a", "o2", "Knows")
    )
    assert [(link.source, link.target) for link in participants.links] == [
        (LinkEnd("p1", "Atelier Ada", "Atelier Ada"), LinkEnd("o2", "Bo & Co", "Bo & Co"))
    ]


def test_links_within_a_row_are_left_out_and_noted() -> None:
    second = {"id": "p2", "label": "Night school", "type": "Project"}
    participants = _participants(
        [MENTORS, second, ATELIER],
        *[("o1", "p1", "Submitted"), ("o1", "p2", "Submitted"), ("o1", "p2", "Promotes"), ("p1", "p1", "Grows")],
        ("p1", "p2", "Precedes"),
    )
    assert _links(participants) == [("p1", "p2", "Precedes")]
    assert [(note.code, note.params) for note in participants.notes] == [
        (
            "link_within_row",
            {
                "count": 2,
                "examples": "Atelier Ada → Night school; Pocket mentors → Pocket mentors",
                "places": "connections 3; connections 4",
            },
        )
    ]


def test_a_link_has_its_kind_label_direction_and_strength() -> None:
    line = {"from": "o1", "to": "o2", "type": "Knows", "label": "well", "direction": "mutual", "strength": 2.5}
    kumu = read_document({"elements": [ATELIER, BOCO], "connections": [line | {"since": "2019"}]})
    participants = participant_rows(kumu)
    link = participants.links[0]
    assert (link.kind, link.label, link.direction, link.strength) == ("Knows", "well", "mutual", "2.5")
    assert (link.location, _codes(participants)) == (("connections", 1), {"link_field_left_out": 1})


def test_ids_that_repeat_in_a_backup_give_way_to_refs() -> None:
    elements = [{"_id": f"elem-{n}", "attributes": {"label": f"E{n}", "id": "same"}} for n in range(2)]
    elements.append({"_id": "elem-2", "attributes": {"label": "E2"}})
    participants = participant_rows(read_document({"elements": elements, "connections": []}))
    assert [row["Proposal ID"] for row in _rows(participants)] == ["same", "elem-1", "elem-2"]
    assert [row.ref for row in participants.rows] == ["elem-0", "elem-1", "elem-2"]


def test_a_telephone_without_name_or_address_is_nobodys() -> None:
    project = MENTORS | {"phone": "1", "position": "Director"}
    rows = _rows(_participants([project, MENTORS | {"id": "p2", "contact person": "Ada", "phone": "2"}]))
    assert [(row.get("Phone"), row.get("Phone (field)"), row.get("Position (field)")) for row in rows] == [
        (None, "1", "Director"),
        ("2", None, None),
    ]


def test_what_the_map_says_of_the_organisation_comes_before_the_fields() -> None:
    project = MENTORS | {"organisation": "Someone else", "type of organisation": "University"}
    rows = _rows(_participants([project, ATELIER | {"organisation type": "Cooperative"}], ("o1", "p1", "Owner")))
    assert (rows[0]["Organisation name"], rows[0]["Organisation name (field)"]) == ("Atelier Ada", "Someone else")
    assert (rows[0]["Type of organisation"], rows[0]["Type of organisation (field)"]) == ("Cooperative", "University")
    assert _rows(_participants([project]))[0]["Organisation name"] == "Someone else"


EXPECTED_FIELDS = {
    "Proposal ID": "external_id",
    "Proposal title": "title",
    "Summary": "summary",
    "Organisation name": "organisation",
    "Organisation ID": "organisation_id",
    "Type of organisation": "organisation_type",
    "Organisation website": "organisation_website",
    "Country": "country",
    "Languages": "languages",
    "Contact person": "contact_name",
    "Contact e-mail": "contact_email",
    "Phone": "contact_phone",
    "Position": "contact_position",
    "Target group / beneficiaries": "beneficiaries",
    "Category": "category",
    "Stage": "stage",
    "Status": "status",
    "Website": "website",
    "Submission date": "submitted_on",
    "Contact person 2": "contact_name#2",
    "Contact e-mail 2": "contact_email#2",
    "Phone 2": "contact_phone#2",
    "Position 2": "contact_position#2",
}


def test_our_own_guesser_knows_every_column_and_takes_no_other_for_one() -> None:
    own = {"country": "Kenya", "languages": "French", "url": "example.org", "description": "We teach.", "tags": "A"}
    people = [ADA | own, BO | own]
    project = MENTORS | own | {"category": "People skills", "summary": "Short.", "contact person 2": "Cy", "title": "T"}
    participants = _participants(
        [project, ATELIER | own | {"email": "o@example.org", "category": "C", "stage": "Pilot"}, *people],
        *[("o1", "p1", "Submitted"), ("a", "o1", "Contact"), ("b", "p1", "Contact")],
    )
    guesses = guess_target_fields(participants.header, [row.cells for row in participants.rows])
    assert {name: guesses[name].target_field for name in EXPECTED_FIELDS} == EXPECTED_FIELDS
    assert [name for name in EXPECTED_FIELDS if guesses[name].confidence < CERTAIN] == []
    others = set(participants.header) - set(EXPECTED_FIELDS)
    assert {"Tags", "Summary (field)", "Category (organisation)", "Email (organisation)", "Title"} <= others
    # Languages are many wherever they stand.
    told = {name for name in others if guesses[name].target_field not in ("extra", "languages")}
    assert told == set()


def test_types_that_are_passed_on_are_ones_the_platform_knows() -> None:
    kinds = ("NGO", "Company", "University", "Cooperative", "Ministry", "Foundation", "Individual", "ONG", "Empresa")
    assert [kind for kind in kinds if not find_value("organisation_types", kind)] == []
