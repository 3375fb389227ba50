"""Reading one row of a call's export into a parsed row for its project, or several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from skillsnet.core.geo import find_country, find_language, region_of
from skillsnet.core.intake.drafts import Column, ParsedRow, ResolvedValues, drafted
from skillsnet.core.intake.keys import organisation_key, own_key, project_key
from skillsnet.core.intake.naming import INDIVIDUAL, is_one_person
from skillsnet.core.intake.people import people_of
from skillsnet.core.intake.problems import Problem
from skillsnet.core.intake.record_linkage.unnamed import is_unnamed
from skillsnet.core.intake.target_fields import LAST_ORDINAL
from skillsnet.core.intake.values import find_date, find_link, is_blank, split_values
from skillsnet.core.taxonomy.lists import find_value, find_values, near_values
from skillsnet.core.text import fold, guess_language

MAX_TITLE_CHARS: Final = 500
MAX_ID_CHARS: Final = 120
MAX_ORGANISATION_CHARS: Final = 300
MAX_LANGUAGE_CHARS: Final = 3
# Longer than any name of a country, language or list value; looking for a likeness in more is wasted.
MAX_NAME_CHARS: Final = 120
PROJECT_LANGUAGES: Final = ("en", "fr", "es", "ar", "pt")
NOTHING_SETTLED: Final = ResolvedValues()


@dataclass(frozen=True)
class Reading:
    """What a row says.

    Attributes
    ----------
    parsed
        JSON-ready values of a project with its organisation and contact; see docs/reference/import-columns.md.
    problems
        What is wrong with the row, in the order of its columns.
    further
        Parsed rows of the further projects that stand in the same row.
    """

    parsed: dict[str, Any]
    problems: tuple[Problem, ...]
    further: tuple[dict[str, Any], ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(problem.severity == "error" for problem in self.problems)


def read_row(
    cells: Sequence[str],
    *,
    columns: Sequence[Column],
    faults: Mapping[str, Sequence[Any]] | None = None,
    settled: ResolvedValues = NOTHING_SETTLED,
) -> Reading:
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
    settled
        Names of categories, and what somebody chose for values that no list knows.

    Returns
    -------
    Reading
        The parsed holds what could be read even when the row is refused.

    Notes
    -----
    Never guesses a value and never cuts one: what cannot be taken is named in a problem, near misses are proposed.
    """
    draft = drafted(cells, columns=columns, faults=faults or {}, settled=settled)
    title_column = next((column for column in columns if column.target_field == "title"), None)
    type_column = next((column for column in columns if column.target_field == "organisation_type"), None)
    parsed = _parsed(draft, title_column=title_column, type_column=type_column)
    further = tuple(_further(draft, parsed))
    order = {column.name: column.index for column in columns}
    problems = sorted(draft.problems, key=lambda problem: order.get(problem.column, -1))
    return Reading(parsed=parsed, problems=tuple(problems), further=further)


def _parsed(draft: ParsedRow, *, title_column: Column | None, type_column: Column | None) -> dict[str, Any]:
    country = _country(draft)
    title = _title(draft, title_column)
    external_id = _within(draft, "external_id", limit=MAX_ID_CHARS, code="id_too_long")
    organisation = _organisation(draft, country)
    key = project_key(external_id=external_id, title=title, organisation=organisation["name"] if organisation else "")
    people = people_of(draft, within=organisation["key"] if organisation else key)
    if organisation and is_unnamed(organisation["name"]):
        organisation["key"] = own_key(organisation["key"], of=people[0]["key"] if people else key)
    if organisation and is_one_person(organisation, people):
        organisation["type"] = INDIVIDUAL
        draft.report("one_person", type_column or draft.first("organisation")[0], organisation["name"])
    return {
        "key": key,
        "external_id": external_id,
        "title": title,
        **_texts(draft, title, suffix=""),
        "country": country,
        "region": region_of(country) if country else "",
        "organisation": organisation,
        "contact": people[0] if people else None,
        "others": people[1:],
        "languages": _many(draft, "languages", _language, near=_near_languages, code="language_unknown"),
        "beneficiaries": _many(
            draft, "beneficiaries", _beneficiary, near=_near_beneficiaries, code="beneficiary_unknown"
        ),
        "stage": _listed(draft, "stage", kind="stages", code="stage_unknown"),
        "status": _listed(draft, "status", kind="project_statuses", code="status_unknown"),
        "website": _link(draft, "website"),
        "submitted_on": _submitted_on(draft),
        "categories": _categories(draft, "category"),
        "extra": draft.extra,
    }


def _texts(draft: ParsedRow, title: str, *, suffix: str) -> dict[str, str]:
    target_fields = (f"summary{suffix}", f"more_text{suffix}")
    summary = "\n\n".join(cell for target_field in target_fields for _, cell in draft.cells.get(target_field, []))
    language = guess_language(f"{title}\n{summary}", among=PROJECT_LANGUAGES) or ""
    return {"summary": summary, "language": language}


def _further(draft: ParsedRow, first: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the row's second, third, … project; what they do not say again they share with the first."""
    found = []
    for ordinal in range(2, LAST_ORDINAL + 1):
        suffix = f"#{ordinal}"
        column, _ = draft.first(f"title{suffix}")
        if column is None:
            continue
        title = _title(draft, column, suffix=suffix)
        own_id = _within(draft, f"external_id{suffix}", limit=MAX_ID_CHARS, code="id_too_long")
        number = own_id or (f"{first['external_id']}/{ordinal}" if first["external_id"] else "")
        organisation = first["organisation"]["name"] if first["organisation"] else ""
        found.append(
            {
                **first,
                "key": project_key(external_id=number, title=title, organisation=organisation),
                "external_id": number,
                "title": title,
                **_texts(draft, title, suffix=suffix),
                "beneficiaries": _own_or(first, "beneficiaries", _many(
                    draft, f"beneficiaries{suffix}", _beneficiary, near=_near_beneficiaries, code="beneficiary_unknown"
                )),
                "stage": _own_or(first, "stage", _listed(draft, f"stage{suffix}", kind="stages", code="stage_unknown")),
                "website": _own_or(first, "website", _link(draft, f"website{suffix}")),
                "categories": _own_or(first, "categories", _categories(draft, f"category{suffix}")),
                "extra": {},
            }
        )  # fmt: skip
    return [parsed for parsed in found if parsed["title"]]


def _own_or(first: Mapping[str, Any], name: str, value: Any) -> Any:
    return value or first[name]


def _title(draft: ParsedRow, title_column: Column | None, *, suffix: str = "") -> str:
    column, cell = draft.first(f"title{suffix}")
    title = " ".join(cell.split())
    if len(title) > MAX_TITLE_CHARS:
        draft.report("title_too_long", column, title, length=len(title), limit=MAX_TITLE_CHARS)
        return ""
    if not title and not any(problem.severity == "error" for problem in draft.problems):
        draft.report("no_title", title_column, "")
    return title


def _within(draft: ParsedRow, target_field: str, *, limit: int, code: str) -> str:
    column, cell = draft.first(target_field)
    value = " ".join(cell.split())
    if len(value) > limit:
        draft.report(code, column, value, length=len(value), limit=limit)
        return ""
    return value


def _chosen(draft: ParsedRow, target_field: str, value: str) -> str | None:
    """Return the code that somebody chose for a value, or None when nobody did."""
    return draft.settled.choices.get(target_field.partition("#")[0], {}).get(fold(" ".join(value.split())))


def _country(draft: ParsedRow) -> str:
    column, cell = draft.first("country")
    if column is None:
        return ""
    chosen = _chosen(draft, "country", cell)
    if chosen is not None:
        return chosen
    code, kind, near = _find_country(cell)
    if code:
        return code
    if kind == "region":
        draft.report("country_is_region", column, cell)
    else:
        draft.report("country_unknown", column, cell, near=near)
    return ""


def _organisation(draft: ParsedRow, country: str) -> dict[str, str] | None:
    column, cell = draft.first("organisation")
    name = " ".join(cell.split())
    kind = _listed(draft, "organisation_type", kind="organisation_types", code="type_unknown")
    number = _within(draft, "organisation_id", limit=MAX_ID_CHARS, code="organisation_id_too_long")
    website = _link(draft, "organisation_website")
    if len(name) > MAX_ORGANISATION_CHARS:
        draft.report("organisation_too_long", column, name, length=len(name), limit=MAX_ORGANISATION_CHARS)
        return None
    if not name:
        return None
    return {
        "name": name,
        "key": organisation_key(name, country=country),
        "type": kind,
        "country": country,
        "external_id": number,
        "website": website,
    }


def _categories(draft: ParsedRow, target_field: str) -> list[str]:
    """Return the categories a row names: slugs where the name is known, as they are written where it is not."""
    found: list[str] = []
    for column, value in draft.values(target_field):
        chosen = _chosen(draft, "category", value)
        slugs = (chosen,) if chosen is not None else draft.settled.categories.get(fold(value), ())
        if len(slugs) == 1:
            found += [slug for slug in slugs if slug]
        else:
            draft.report("category_unknown", column, value, near="|".join(slugs))
            found.append(value)
    return list(dict.fromkeys(found))


def _many(
    draft: ParsedRow,
    target_field: str,
    find: Callable[[str], tuple[str, ...]],
    *,
    near: Callable[[str], tuple[str, ...]],
    code: str,
) -> list[str]:
    """Return the codes of a cell's values in their order; unknown ones are reported."""
    found: list[str] = []
    for column, value in draft.values(target_field):
        chosen = _chosen(draft, target_field, value)
        if chosen is not None:
            found += [chosen] if chosen else []
            continue
        known = find(value)
        if not known and target_field == "languages" and "," in value:
            known = tuple(slug for part in value.split(",") for slug in find(part.strip()))
            known = known if len(known) == len([part for part in value.split(",") if part.strip()]) else ()
        found.extend(known)
        if not known and not is_blank(value):
            draft.report(code, column, value, near="|".join(near(value)))
            draft.extra[column.name] = next(cell for where, cell in draft.cells[target_field] if where is column)
    return list(dict.fromkeys(found))


def _listed(draft: ParsedRow, target_field: str, *, kind: str, code: str) -> str:
    column, cell = draft.first(target_field)
    if column is None:
        return ""
    text = " ".join(cell.split())
    chosen = _chosen(draft, target_field, text)
    if chosen is not None:
        return chosen
    value = _find_value(kind, text)
    if not value:
        draft.report(code, column, cell, near="|".join(_near_values(kind, text)))
    return value


def _link(draft: ParsedRow, target_field: str) -> str:
    column, cell = draft.first(target_field)
    if column is None:
        return ""
    # Several addresses in one cell: the first that can be followed.
    found = next((link for part in split_values(cell) if (link := find_link(part))), None)
    if found is None:
        draft.report("link_unusable", column, cell)
    return found or ""


def _submitted_on(draft: ParsedRow) -> str | None:
    column, cell = draft.first("submitted_on")
    if column is None:
        return None
    found = find_date(cell, day_first=column.day_first, clock_day_first=column.clock_day_first)
    if found is None:
        draft.report("date_unknown", column, cell)
        return None
    return found.isoformat()


@lru_cache(maxsize=8192)
def _find_country(cell: str) -> tuple[str, str, str]:
    """Return code, kind and near codes; the same few names come in every row, and looking one up is dear."""
    if len(cell) > MAX_NAME_CHARS:
        return "", "unknown", ""
    match = find_country(cell)
    return match.code if match.kind == "value" else "", match.kind, "|".join(match.suggestions)


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
