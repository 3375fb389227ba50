"""One row to its projects and problems."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.intake import (
    MappedColumn,
    ParsedOrganisation,
    ParseResult,
    ResolvedValues,
    find_choice_list,
    parse_row,
)
from skillsnet.core.intake.keys import organisation_key, person_key, project_key
from skillsnet.core.intake.known_choices import known_choices
from skillsnet.core.intake.target_fields import TARGET_FIELDS

ALL = [
    MappedColumn(index=index, name=target_field, target_field=target_field)
    for index, target_field in enumerate(TARGET_FIELDS)
]


def _read(faults: dict[str, CellFault] | None = None, **cells: str) -> ParseResult:
    resolved = ResolvedValues(categories={"a": ("a",), "b": ("b",), "c": ("b", "a")})
    cells = {"may_publish": "yes", **cells}
    return parse_row(
        [cells.get(target_field, "") for target_field in TARGET_FIELDS], columns=ALL, faults=faults, resolved=resolved
    )


def _codes(result: ParseResult) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.column, problem.severity) for problem in result.problems]


def test_full_row_is_read_whole() -> None:
    result = _read(
        title="Welding at night", summary="We teach.", more_text="It works.", country="Republic of Kenya",
        languages="English; Swahili", beneficiaries="Women|Youth", stage="Pilot", organisation="Atelier Ada",
        organisation_type="NGO", contact_email="ADA@example.org", submitted_on="16/12/2019", category="A; B",
        extra="kept",
    )  # fmt: skip
    parsed = result.projects[0]
    assert result.problems == ()
    assert (parsed.country, parsed.region, parsed.stage) == ("KE", "africa", "pilot")
    assert (parsed.languages, parsed.beneficiaries) == (("en", "sw"), ("women", "youth"))
    assert (parsed.summary, parsed.submitted_on) == ("We teach.\n\nIt works.", "2019-12-16")
    assert (parsed.categories, parsed.extra) == (("a", "b"), {"extra": "kept"})
    assert parsed.organisation == ParsedOrganisation(key="atelier ada|KE", name="Atelier Ada", type="ngo", country="KE")
    assert parsed.people[0].email == "ada@example.org"


def test_row_without_title_is_refused() -> None:
    result = _read(summary="Something")
    assert result.is_refused
    assert _codes(result) == [("no_title", "title", "error")]


@pytest.mark.parametrize(
    ("target_field", "cell", "code"),
    [
        ("country", "Atlantis", "country_unknown"),
        ("country", "Western Africa", "country_is_region"),
        ("contact_email", "ada at example", "address_unusable"),
        ("website", "javascript:alert(1)", "link_unusable"),
        ("submitted_on", "soon", "date_unknown"),
        ("languages", "Klingonese", "language_unknown"),
        ("beneficiaries", "Everybody", "beneficiary_unknown"),
        ("stage", "Nominee", "stage_unknown"),
        ("status", "Closed", "status_unknown"),
        ("organisation_type", "Spaceship", "type_unknown"),
        ("organisation", "x" * 301, "organisation_too_long"),
        ("contact_name", "x" * 201, "person_too_long"),
        ("contact_position", "Director", "person_unnamed"),
    ],
)
def test_wrong_value_is_a_warning_and_the_row_comes_in(target_field: str, cell: str, code: str) -> None:
    result = _read(title="Welding", **{target_field: cell})
    assert _codes(result) == [(code, target_field, "warning")]
    is_person = target_field.startswith("contact")
    assert result.projects[0].extra == ({} if is_person else {target_field: cell})


@pytest.mark.parametrize(
    ("target_field", "length", "code"), [("title", 501, "title_too_long"), ("external_id", 121, "id_too_long")]
)
def test_overlong_identity_refuses_the_row(target_field: str, length: int, code: str) -> None:
    result = _read(**{"title": "Welding", target_field: "x" * length})
    assert _codes(result) == [(code, target_field, "error")]


def test_broken_cell_refuses_the_row_only_where_it_is_needed() -> None:
    needed, extra = str(TARGET_FIELDS.index("summary")), str(TARGET_FIELDS.index("extra"))
    assert _codes(_read({needed: CellFault("cell_too_long", 100_000)}, title="T")) == [
        ("cell_too_long", "summary", "error")
    ]
    assert _codes(_read({extra: CellFault("formula")}, title="T")) == [("formula_left_out", "extra", "warning")]
    assert _codes(_read(title="T", summary="#REF!")) == [("error_in_use", "summary", "error")]


def test_values_of_no_target_field_count_as_empty() -> None:
    assert _read(title="T", country="n/a", languages="-", website="None").problems == ()


def test_address_that_is_none_is_kept_nowhere() -> None:
    result = _read(title="T", contact_email="ada at example dot org")
    assert "ada at" not in str(result.projects[0])


def _read_columns(columns: list[tuple[str, str]], **values: Any) -> ParseResult:
    """Read a row of (target field, cell) pairs."""
    made = [
        MappedColumn(index=i, name=f"{target_field} {i}", target_field=target_field)
        for i, (target_field, _) in enumerate(columns)
    ]
    return parse_row([cell for _, cell in columns], columns=made, resolved=ResolvedValues(**values))


def test_near_misses_are_proposed_and_never_taken() -> None:
    result = _read(
        title="T", country="Keneya", languages="Frensh", stage="Pilott", category="C", beneficiaries="Womenn"
    )
    near = {problem.column: problem.params["near"] for problem in result.problems}
    assert (near["country"], near["stage"], near["beneficiaries"], near["category"]) == ("KE", "pilot", "women", "b|a")
    assert "fr" in str(near["languages"]).split("|")
    assert (result.projects[0].country, result.projects[0].stage, result.projects[0].languages) == ("", "", ())


def test_what_somebody_chose_for_a_value_is_taken() -> None:
    choices = {"country": {"keneya": "KE"}, "stage": {"nominee": ""}, "category": {"media": "b"}}
    result = _read_columns(
        [("title", "T"), ("country", " Keneya"), ("stage", "Nominee"), ("category", "Media")], choices=choices
    )
    assert result.problems == ()
    parsed = result.projects[0]
    assert (parsed.country, parsed.stage, parsed.categories) == ("KE", "", ("b",))


def test_not_stated_is_a_value_and_no_remark() -> None:
    result = _read(title="T", country="Non précisé", stage="Not stated", languages="غير محدد", website="No aplica")
    assert result.problems == ()
    assert result.projects[0].country == result.projects[0].stage == ""


def test_columns_of_one_target_field_are_joined_or_the_first_filled_counts() -> None:
    result = _read_columns(
        [("title", "Welding"), ("title", "by night"), ("contact_name", "Ada"), ("contact_name", "Ålund"),
         ("country", ""), ("country", "Kenya")]
    )  # fmt: skip
    assert result.problems == ()
    assert (result.projects[0].title, result.projects[0].country) == ("Welding – by night", "KE")
    assert result.projects[0].people[0].name == "Ada Ålund"


def test_split_column_gives_each_part_its_target_field() -> None:
    columns = [
        MappedColumn(0, "Who", "organisation", at="(", part=0),
        MappedColumn(0, "Who", "country", at="(", part=1),
        MappedColumn(1, "What", "title"),
    ]
    parsed = parse_row(["Atelier Ada (Kenya)", "Welding"], columns=columns).projects[0]
    assert (parsed.organisation.name, parsed.country) == ("Atelier Ada", "KE")


def test_row_may_hold_several_people() -> None:
    result = _read_columns(
        [("title", "T"), ("contact_name", "Ada; Bo"), ("contact_email", "ada@example.org, bo@example.org"),
         ("contact_name#2", "Cy"), ("contact_phone#2", "+254 1"), ("contact_email#3", "ada@example.org")]
    )  # fmt: skip
    people = result.projects[0].people
    assert [(person.name, person.email, person.phone) for person in people] == [
        ("Ada", "ada@example.org", ""),
        ("Bo", "bo@example.org", ""),
        ("Cy", "", "+254 1"),
    ]


def test_row_may_hold_several_projects() -> None:
    result = _read_columns(
        [("external_id", "7"), ("title", "One"), ("organisation", "Forge"), ("stage", "Idea"), ("title#2", "Two"),
         ("summary#2", "Another."), ("title#3", "")]
    )  # fmt: skip
    second = result.projects[1]
    assert (second.key, second.title, second.summary, second.stage) == ("id:7/2", "Two", "Another.", "idea")
    assert second.organisation == result.projects[0].organisation


def test_number_that_lost_digits_is_said_where_numbers_tell_apart() -> None:
    fault = {str(TARGET_FIELDS.index("external_id")): CellFault("number_rounded")}
    assert _codes(_read(fault, title="T", external_id="12345678901234567000")) == [
        ("number_rounded", "external_id", "warning")
    ]


def test_keys_tell_apart_what_is_different_and_join_what_is_the_same() -> None:
    assert organisation_key("ACME  Café", country="FR") == organisation_key("acme cafe", country="FR")
    assert organisation_key("Acme", country="FR") != organisation_key("Acme", country="DE")
    long = "x" * 290
    assert organisation_key(long + "a", country="FR") != organisation_key(long + "b", country="FR")
    assert len(project_key(external_id="", title="ß" * 500, organisation="ß" * 300)) <= 320
    assert len(person_key(email="", name="ﷺ" * 200, within="k" * 320)) <= 600


@pytest.mark.medium
@given(st.lists(st.text(max_size=60), min_size=len(TARGET_FIELDS), max_size=len(TARGET_FIELDS)))
def test_no_row_makes_the_reader_fall_over(cells: list[str]) -> None:
    result = parse_row(cells, columns=ALL)
    assert result.is_refused == any(problem.severity == "error" for problem in result.problems)
    assert len(result.projects[0].key) <= 320


def test_nothing_behind_a_level_is_dropped_and_levels_are_kept() -> None:
    cell = "English (fluent), French (B2); Arabic (native; C1)"
    cells = [cell, "English (fluent)", "French"]
    choices = find_choice_list(cells, is_known=known_choices("languages", categories={}))
    columns = [MappedColumn(0, "Title", "title"), MappedColumn(1, "Languages", "languages", choices=choices)]
    result = parse_row(["T", cell], columns=columns)
    assert result.projects[0].languages == ("en", "fr", "ar")
    assert (result.projects[0].extra, result.problems) == ({"Languages": cell}, ())
