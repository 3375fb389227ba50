"""Parsing one row of a call's export into its project, or several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.geo import find_language, region_of
from skillsnet.core.intake.dates import is_ambiguous
from skillsnet.core.intake.keys import listed_key, organisation_key, personal_key, plain_number, project_key
from skillsnet.core.intake.mapped_cells import MappedCells, MappedColumn, ResolvedValues, map_cells
from skillsnet.core.intake.naming import INDIVIDUAL, is_one_person
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject
from skillsnet.core.intake.people import parse_people
from skillsnet.core.intake.permissions import NO, PERMISSION_FIELDS, UNCLEAR, YES, find_permission
from skillsnet.core.intake.places import RowPlaces, parse_places
from skillsnet.core.intake.problems import RowProblem
from skillsnet.core.intake.record_linkage.domains import own_domain
from skillsnet.core.intake.record_linkage.unnamed import is_unnamed
from skillsnet.core.intake.target_fields import LAST_ORDINAL, lists_organisations
from skillsnet.core.intake.values import find_date, find_link, is_blank, split_values
from skillsnet.core.taxonomy.lists import find_value, find_values, near_values
from skillsnet.core.text import fold, guess_language, split_note

MAX_TITLE_CHARS: Final = 500
MAX_ID_CHARS: Final = 120
MAX_ORGANISATION_CHARS: Final = 300
MAX_LANGUAGE_CHARS: Final = 3
# Longer than any name of a country, language or list value; looking for a likeness in more is wasted.
MAX_NAME_CHARS: Final = 120
PROJECT_LANGUAGES: Final = ("en", "fr", "es", "ar", "pt")
NO_RESOLVED_VALUES: Final = ResolvedValues()


@dataclass(frozen=True)
class ParseResult:
    """What a row was parsed into.

    Attributes
    ----------
    projects
        The row's projects, at least one; what could be read is there even when the row is refused.
    problems
        What is wrong with the row, in the order of its columns.
    """

    projects: tuple[ParsedProject, ...]
    problems: tuple[RowProblem, ...]

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(problem.severity == "error" for problem in self.problems)

    def project_at(self, part: int) -> ParsedProject:
        """Return one of the row's projects by its number from 0; the first where there are fewer."""
        return self.projects[part] if part < len(self.projects) else self.projects[0]


def parse_row(
    cells: Sequence[str],
    *,
    columns: Sequence[MappedColumn],
    faults: Mapping[str, CellFault] | None = None,
    resolved: ResolvedValues = NO_RESOLVED_VALUES,
) -> ParseResult:
    """Return what a row means and what is wrong with it.

    Parameters
    ----------
    cells
        Clean cells of the row; missing ones at the end count as empty.
    columns
        What each column means; a split column stands here once for each of its parts.
    faults
        Column position (as text) to `(code, number)` for cells the reader could not take whole:
        `cell_too_long` with the cell's length, `formula`, or `number_rounded`.
    resolved
        Names of categories, and what somebody chose for values that no list knows.

    Returns
    -------
    ParseResult
        The projects hold what could be read even when the row is refused.

    Notes
    -----
    Never guesses a value and never cuts one: what cannot be taken is named in a problem, near misses are proposed.
    Where no column has a title and one has the organisation, the row is an organisation without a project.
    """
    mapped = map_cells(cells, columns=columns, faults=faults or {}, resolved=resolved)
    permissions = _permissions(mapped, columns)
    title_column = next((column for column in columns if column.target_field == "title"), None)
    type_column = next((column for column in columns if column.target_field == "organisation_type"), None)
    is_list = lists_organisations(column.target_field for column in columns)
    first = _parse_first(mapped, title_column=title_column, type_column=type_column, is_list=is_list)
    first = replace(first, may_publish=permissions["may_publish"], may_contact=permissions["may_contact"])
    projects = (first,) if is_list else (first, *_parse_further(mapped, first))
    order = {column.name: column.index for column in columns}
    problems = sorted(mapped.problems, key=lambda problem: order.get(problem.column, -1))
    return ParseResult(projects=projects, problems=tuple(problems))


def _parse_first(
    mapped: MappedCells, *, title_column: MappedColumn | None, type_column: MappedColumn | None, is_list: bool
) -> ParsedProject:
    row_places = parse_places(mapped)
    title = "" if is_list else _title(mapped, title_column)
    external_id = _number(mapped, "external_id", limit=MAX_ID_CHARS, code="id_too_long")
    website = _link(mapped, "website")
    organisation = _organisation(mapped, row_places, website=website if is_list else "")
    if is_list:
        # The only website of such a row is the organisation's.
        website, title = "", organisation.name if organisation else _no_organisation(mapped)
        key = listed_key(external_id=external_id, organisation=organisation.key if organisation else "")
    else:
        key = project_key(external_id=external_id, title=title, organisation=organisation.name if organisation else "")
    people = parse_people(mapped, within=organisation.key if organisation else key)
    if organisation:
        bearer = people[0].key if people else key
        organisation = _as_its_people_make_it(mapped, organisation, people, bearer=bearer, type_column=type_column)
    summary, language = _summary(mapped, title, suffix="")
    return ParsedProject(
        key=key,
        external_id=external_id,
        title=title,
        summary=summary,
        language=language,
        country=row_places.seat,
        region=region_of(row_places.seat) if row_places.seat else "",
        work_countries=row_places.work,
        organisation=organisation,
        contact=people[0] if people else None,
        other_people=tuple(people[1:]),
        languages=_codes(mapped, "languages", _language, near=_near_languages, code="language_unknown"),
        beneficiaries=_beneficiaries(mapped, "beneficiaries"),
        stage=_list_code(mapped, "stage", kind="stages", code="stage_unknown"),
        status=_list_code(mapped, "status", kind="project_statuses", code="status_unknown"),
        website=website,
        submitted_on=_submitted_on(mapped),
        categories=_categories(mapped, "category"),
        extra=mapped.extra,
        kind="organisation" if is_list else "project",
    )


def _as_its_people_make_it(
    mapped: MappedCells,
    organisation: ParsedOrganisation,
    people: Sequence[ParsedPerson],
    *,
    bearer: str,
    type_column: MappedColumn | None,
) -> ParsedOrganisation:
    """Return the organisation, one without a name as its bearer's alone, one that is a person as an individual."""
    if is_unnamed(organisation.name):
        organisation = replace(organisation, key=personal_key(organisation.key, of=bearer))
    if not is_one_person(organisation, people):
        return organisation
    mapped.report("one_person", type_column or mapped.cell_of("organisation")[0], organisation.name)
    return replace(organisation, type=INDIVIDUAL)


def _no_organisation(mapped: MappedCells) -> str:
    mapped.report("no_organisation", mapped.cell_of("organisation")[0], "")
    return ""


def _summary(mapped: MappedCells, title: str, *, suffix: str) -> tuple[str, str]:
    """Return a project's summary and the language it is written in."""
    names = (f"summary{suffix}", f"more_text{suffix}")
    summary = "\n\n".join(cell for name in names for _, cell in mapped.cells.get(name, []))
    return summary, guess_language(f"{title}\n{summary}", among=PROJECT_LANGUAGES) or ""


def _parse_further(mapped: MappedCells, first: ParsedProject) -> list[ParsedProject]:
    """Return the row's second, third, … project; what they do not say again they share with the first."""
    projects = []
    for ordinal in range(2, LAST_ORDINAL + 1):
        suffix = f"#{ordinal}"
        column, _ = mapped.cell_of(f"title{suffix}")
        if column is None:
            continue
        title = _title(mapped, column, suffix=suffix)
        stated_id = _number(mapped, f"external_id{suffix}", limit=MAX_ID_CHARS, code="id_too_long")
        external_id = stated_id or (f"{first.external_id}/{ordinal}" if first.external_id else "")
        organisation = first.organisation.name if first.organisation else ""
        summary, language = _summary(mapped, title, suffix=suffix)
        project = replace(
            first,
            key=project_key(external_id=external_id, title=title, organisation=organisation),
            external_id=external_id,
            title=title,
            summary=summary,
            language=language,
            beneficiaries=_beneficiaries(mapped, f"beneficiaries{suffix}") or first.beneficiaries,
            stage=_list_code(mapped, f"stage{suffix}", kind="stages", code="stage_unknown") or first.stage,
            website=_link(mapped, f"website{suffix}") or first.website,
            categories=_categories(mapped, f"category{suffix}") or first.categories,
            extra={},
        )
        projects.append(project)
    return [project for project in projects if project.title]


def _title(mapped: MappedCells, title_column: MappedColumn | None, *, suffix: str = "") -> str:
    column, cell = mapped.cell_of(f"title{suffix}")
    title = " ".join(cell.split())
    if len(title) > MAX_TITLE_CHARS:
        mapped.report("title_too_long", column, title, length=len(title), limit=MAX_TITLE_CHARS)
        return ""
    if not title and not any(problem.severity == "error" for problem in mapped.problems):
        mapped.report("no_title", title_column, "")
    return title


def _number(mapped: MappedCells, target_field: str, *, limit: int, code: str) -> str:
    column, cell = mapped.cell_of(target_field)
    value = plain_number(" ".join(cell.split()))
    if len(value) > limit:
        mapped.report(code, column, value, length=len(value), limit=limit)
        return ""
    return value


def _organisation(mapped: MappedCells, row_places: RowPlaces, *, website: str) -> ParsedOrganisation | None:
    """Return the organisation of a row; `website` is its own where no column of its own says another."""
    column, cell = mapped.cell_of("organisation")
    name = " ".join(cell.split())
    kind = _list_code(mapped, "organisation_type", kind="organisation_types", code="type_unknown")
    external_id = _number(mapped, "organisation_id", limit=MAX_ID_CHARS, code="organisation_id_too_long")
    website = _link(mapped, "organisation_website") or website
    if len(name) > MAX_ORGANISATION_CHARS:
        mapped.report("organisation_too_long", column, name, length=len(name), limit=MAX_ORGANISATION_CHARS)
        return None
    if not name:
        return None
    return ParsedOrganisation(
        key=organisation_key(name, country=row_places.organisation, city=row_places.city, domain=own_domain(website)),
        name=name,
        type=kind,
        country=row_places.organisation,
        external_id=external_id,
        website=website,
        city=row_places.city,
    )


def _categories(mapped: MappedCells, target_field: str) -> tuple[str, ...]:
    """Return the categories a row names: slugs where the name is known, as they are written where it is not."""
    categories: list[str] = []
    for column, value in mapped.values_of(target_field):
        chosen_code = mapped.chosen_code("category", value)
        name, note = (value, "") if fold(value) in mapped.resolved.categories else split_note(value)
        slugs = (chosen_code,) if chosen_code is not None else mapped.resolved.categories.get(fold(name), ())
        if slugs and note:
            mapped.keep_cell(target_field, column)
        if len(slugs) == 1:
            categories += [slug for slug in slugs if slug]
        else:
            mapped.report("category_unknown", column, value, near="|".join(slugs))
            categories.append(value)
    return tuple(dict.fromkeys(categories))


def _beneficiaries(mapped: MappedCells, target_field: str) -> tuple[str, ...]:
    return _codes(mapped, target_field, _beneficiary, near=_near_beneficiaries, code="beneficiary_unknown")


def _codes(
    mapped: MappedCells,
    target_field: str,
    find: Callable[[str], tuple[str, ...]],
    *,
    near: Callable[[str], tuple[str, ...]],
    code: str,
) -> tuple[str, ...]:
    """Return the codes of a cell's values in their order; unknown ones are reported."""
    all_codes: list[str] = []
    for column, value in mapped.values_of(target_field):
        chosen_code = mapped.chosen_code(target_field, value)
        if chosen_code is not None:
            all_codes += [chosen_code] if chosen_code else []
            continue
        codes = find(value)
        all_codes.extend(codes)
        if not codes and not is_blank(value):
            mapped.report(code, column, value, near="|".join(near(value)))
            mapped.keep_cell(target_field, column)
        elif split_note(value)[1]:
            mapped.keep_cell(target_field, column)
    return tuple(dict.fromkeys(all_codes))


def _list_code(mapped: MappedCells, target_field: str, *, kind: str, code: str) -> str:
    """Return the code that a list has for a cell's value; an unknown one is reported."""
    column, cell = mapped.cell_of(target_field)
    if column is None:
        return ""
    text = " ".join(cell.split())
    chosen_code = mapped.chosen_code(target_field, text)
    if chosen_code is not None:
        return chosen_code
    value = _find_value(kind, text)
    if not value:
        mapped.report(code, column, cell, near="|".join(_near_values(kind, text)))
    elif split_note(text)[1]:
        mapped.keep_cell(target_field, column)
    return value


def _permissions(mapped: MappedCells, columns: Sequence[MappedColumn]) -> dict[str, str]:
    """Return what the row permits: "" where no column asks, `UNCLEAR` where one does and nobody knows the answer.

    Where several columns ask for the same, one No is a No, and one that is not clear keeps the others from being a Yes.
    """
    permissions: dict[str, str] = {}
    for field in PERMISSION_FIELDS:
        asking = [column for column in columns if column.target_field == field]
        cells = {column.index: cell for column, cell in mapped.cells.get(field, [])}
        answers = [_permission(mapped, column, cells.get(column.index, "")) for column in asking]
        permissions[field] = next((answer for answer in (NO, UNCLEAR, YES) if answer in answers), "")
    return permissions


def _permission(mapped: MappedCells, column: MappedColumn, cell: str) -> str:
    text = " ".join(cell.split())
    chosen_code = mapped.chosen_code(column.target_field, text)
    answer = find_permission(text, column=column.name) if chosen_code is None else chosen_code
    if answer is None and (text or column.target_field == "may_publish"):
        mapped.report(f"{column.target_field}_{'unknown' if text else 'empty'}", column, cell, near=f"{YES}|{NO}")
    return answer or UNCLEAR


def _link(mapped: MappedCells, target_field: str) -> str:
    column, cell = mapped.cell_of(target_field)
    if column is None:
        return ""
    # Several addresses in one cell: the first that can be followed.
    link = next((link for part in split_values(cell) if (link := find_link(part))), None)
    if link is None:
        mapped.report("link_unusable", column, cell)
    return link or ""


def _submitted_on(mapped: MappedCells) -> str | None:
    column, cell = mapped.cell_of("submitted_on")
    if column is None:
        return None
    day = find_date(cell, day_first=column.day_first, clock_day_first=column.clock_day_first)
    if day is None:
        mapped.report("date_unknown", column, cell)
        return None
    if not column.is_order_known and is_ambiguous(cell):
        mapped.report("date_ambiguous", column, cell, read=day.isoformat())
    return day.isoformat()


@lru_cache(maxsize=8192)
def _language(value: str) -> tuple[str, ...]:
    match = find_language(value) if len(value) <= MAX_NAME_CHARS else None
    return (match.code,) if match and match.kind == "value" and len(match.code) <= MAX_LANGUAGE_CHARS else ()


@lru_cache(maxsize=2048)
def _near_languages(value: str) -> tuple[str, ...]:
    near = find_language(value).suggestions if len(value) <= MAX_NAME_CHARS else ()
    return tuple(code for code in near if len(code) <= MAX_LANGUAGE_CHARS)


@lru_cache(maxsize=8192)
def _beneficiary(value: str) -> tuple[str, ...]:
    return find_values("beneficiaries", value) if len(value) <= MAX_NAME_CHARS else ()


def _near_beneficiaries(value: str) -> tuple[str, ...]:
    return _near_values("beneficiaries", value)


@lru_cache(maxsize=8192)
def _find_value(kind: str, value: str) -> str:
    return (find_value(kind, value) or "") if len(value) <= MAX_NAME_CHARS else ""


@lru_cache(maxsize=2048)
def _near_values(kind: str, value: str) -> tuple[str, ...]:
    return near_values(kind, value)
