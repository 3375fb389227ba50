"""Reading one row of a call's export into a candidate for a proposal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from skillsnet.core.geo import country_name, find_country, find_language, region_of
from skillsnet.core.intake.keys import organisation_key, person_key, proposal_key
from skillsnet.core.intake.problems import Problem, shown
from skillsnet.core.intake.values import find_address, find_date, find_link, is_blank, is_error_value, split_values
from skillsnet.core.taxonomy.lists import find_value, find_values
from skillsnet.core.text import guess_language

MAX_TITLE_CHARS: Final = 500
MAX_ID_CHARS: Final = 120
MAX_ORGANISATION_CHARS: Final = 300
MAX_LANGUAGE_CHARS: Final = 3
# Longer than any name of a country, language or list value; looking for a likeness in more is wasted.
MAX_NAME_CHARS: Final = 120
MAX_PERSON_CHARS: Final = {"contact_name": 200, "contact_phone": 60, "contact_position": 200}
PROPOSAL_LANGUAGES: Final = ("en", "fr", "es", "ar", "pt")
# Without these a row is not the proposal its applicant wrote: a fault in one of their cells refuses the row.
NEEDED: Final = frozenset({"title", "summary", "more_text", "external_id"})


@dataclass(frozen=True)
class Column:
    """A column of the file and what it means.

    Attributes
    ----------
    index
        Position from 0.
    name
        The column's name in the file.
    meaning
        One of `skillsnet.core.intake.meanings.MEANINGS`.
    day_first
        How `01/02/2020` is read in this column.
    """

    index: int
    name: str
    meaning: str
    day_first: bool = True


@dataclass(frozen=True)
class Reading:
    """What a row says.

    Attributes
    ----------
    candidate
        JSON-ready values of a proposal with its organisation and contact; see docs/reference/import-columns.md.
    problems
        What is wrong with the row, in the order of its columns.
    """

    candidate: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass
class _Draft:
    """A row being read."""

    cells: dict[str, list[tuple[Column, str]]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def first(self, meaning: str) -> tuple[Column | None, str]:
        found = self.cells.get(meaning)
        return found[0] if found else (None, "")

    def report(self, code: str, column: Column | None, value: str, **params: str | int) -> None:
        """Note a problem and keep the original value among the extra fields."""
        name = column.name if column else ""
        self.problems.append(Problem(code=code, column=name, value=shown(value), params=params))
        if name and value and code in KEPT:
            self.extra[name] = value


# Problems after which the value as it stands in the file is kept, since it is nowhere else. An address or a
# telephone number that cannot be used is not kept: nobody agreed to that.
KEPT: Final = frozenset(
    {
        *("country_unknown", "country_is_region", "type_unknown"),
        *("stage_unknown", "status_unknown", "date_unknown", "organisation_too_long", "link_unusable"),
    }
)


def read_row(
    cells: Sequence[str], *, columns: Sequence[Column], faults: Mapping[str, tuple[str, int]] | None = None
) -> Reading:
    """Return what a row means and what is wrong with it.

    Parameters
    ----------
    cells
        Clean cells of the row; missing ones at the end count as empty.
    columns
        What each column means.
    faults
        Column position (as text) to `(code, number)` for cells the reader could not take whole:
        `cell_too_long` with the cell's length, or `formula`.

    Returns
    -------
    Reading
        The candidate holds what could be read even when the row is refused.

    Notes
    -----
    Never guesses a value and never cuts one: what cannot be taken is named in a problem.
    """
    draft = _Draft()
    for column in columns:
        _place(draft, column, cells[column.index] if column.index < len(cells) else "", faults or {})
    title_column = next((column for column in columns if column.meaning == "title"), None)
    candidate = _candidate(draft, title_column=title_column)
    order = {column.name: column.index for column in columns}
    problems = sorted(draft.problems, key=lambda problem: order.get(problem.column, -1))
    return Reading(candidate=candidate, problems=tuple(problems))


def _place(draft: _Draft, column: Column, cell: str, faults: Mapping[str, tuple[str, int]]) -> None:
    """Put a cell under its meaning, unless it is empty or broken."""
    if column.meaning == "ignore":
        return
    is_needed = column.meaning in NEEDED
    fault = faults.get(str(column.index))
    if fault is not None:
        kind = "cell_too_long" if fault[0] == "cell_too_long" else "formula"
        codes = {"cell_too_long": ("cell_too_long", "cell_left_out"), "formula": ("formula_in_use", "formula_left_out")}
        draft.report(codes[kind][0 if is_needed else 1], column, cell, length=fault[1])
        return
    if is_error_value(cell):
        draft.report("error_in_use" if is_needed else "error_left_out", column, cell)
        return
    if is_blank(cell):
        return
    if column.meaning == "extra":
        draft.extra[column.name] = cell
        return
    draft.cells.setdefault(column.meaning, []).append((column, cell))


def _candidate(draft: _Draft, *, title_column: Column | None) -> dict[str, Any]:
    country = _country(draft)
    title = _title(draft, title_column)
    summary = "\n\n".join(cell for meaning in ("summary", "more_text") for _, cell in draft.cells.get(meaning, []))
    external_id = _within(draft, "external_id", limit=MAX_ID_CHARS, code="id_too_long")
    organisation = _organisation(draft, country)
    key = proposal_key(external_id=external_id, title=title, organisation=organisation["name"] if organisation else "")
    contact = _contact(draft, within=organisation["key"] if organisation else key)
    return {
        "key": key,
        "external_id": external_id,
        "title": title,
        "summary": summary,
        "language": guess_language(f"{title}\n{summary}", among=PROPOSAL_LANGUAGES) or "",
        "country": country,
        "region": region_of(country) if country else "",
        "organisation": organisation,
        "contact": contact,
        "languages": _many(draft, "languages", _language, code="language_unknown", also_commas=True),
        "beneficiaries": _many(draft, "beneficiaries", _beneficiary, code="beneficiary_unknown"),
        "stage": _listed(draft, "stage", kind="stages", code="stage_unknown"),
        "status": _listed(draft, "status", kind="proposal_statuses", code="status_unknown"),
        "website": _website(draft),
        "submitted_on": _submitted_on(draft),
        "categories": [value for _, cell in draft.cells.get("category", []) for value in split_values(cell)],
        "extra": draft.extra,
    }


def _title(draft: _Draft, title_column: Column | None) -> str:
    column, cell = draft.first("title")
    title = " ".join(cell.split())
    if len(title) > MAX_TITLE_CHARS:
        draft.report("title_too_long", column, title, length=len(title), limit=MAX_TITLE_CHARS)
        return ""
    if not title and not any(problem.severity == "error" for problem in draft.problems):
        draft.report("no_title", title_column, "")
    return title


def _within(draft: _Draft, meaning: str, *, limit: int, code: str) -> str:
    column, cell = draft.first(meaning)
    value = " ".join(cell.split())
    if len(value) > limit:
        draft.report(code, column, value, length=len(value), limit=limit)
        return ""
    return value


def _country(draft: _Draft) -> str:
    column, cell = draft.first("country")
    if column is None:
        return ""
    code, kind, suggestion = _find_country(cell)
    if code:
        return code
    if kind == "region":
        draft.report("country_is_region", column, cell)
    else:
        draft.report("country_unknown", column, cell, suggestion=suggestion)
    return ""


def _organisation(draft: _Draft, country: str) -> dict[str, str] | None:
    column, cell = draft.first("organisation")
    name = " ".join(cell.split())
    kind = _listed(draft, "organisation_type", kind="organisation_types", code="type_unknown")
    if len(name) > MAX_ORGANISATION_CHARS:
        draft.report("organisation_too_long", column, name, length=len(name), limit=MAX_ORGANISATION_CHARS)
        return None
    if not name:
        return None
    return {"name": name, "key": organisation_key(name, country=country), "type": kind, "country": country}


def _contact(draft: _Draft, *, within: str) -> dict[str, str] | None:
    email = ""
    column, cell = draft.first("contact_email")
    if column is not None:
        email = find_address(cell) or ""
        if not email:
            draft.report("address_unusable", column, cell)
    values = {
        meaning: _within(draft, meaning, limit=limit, code="person_too_long")
        for meaning, limit in MAX_PERSON_CHARS.items()
    }
    name = values["contact_name"]
    if not (email or name):
        for meaning in ("contact_phone", "contact_position"):
            if values[meaning]:
                draft.report("person_unnamed", draft.first(meaning)[0], values[meaning])
        return None
    return {
        "key": person_key(email=email, name=name, within=within),
        "name": name,
        "email": email,
        "phone": values["contact_phone"],
        "position": values["contact_position"],
    }


def _many(
    draft: _Draft, meaning: str, find: Callable[[str], tuple[str, ...]], *, code: str, also_commas: bool = False
) -> list[str]:
    """Return the codes of a cell's values in their order; unknown ones are reported."""
    found: list[str] = []
    for column, cell in draft.cells.get(meaning, []):
        for value in split_values(cell.replace(",", ";") if also_commas else cell):
            known = find(value)
            found.extend(known)
            if not known and not is_blank(value):
                draft.report(code, column, value)
                draft.extra[column.name] = cell
    return list(dict.fromkeys(found))


def _listed(draft: _Draft, meaning: str, *, kind: str, code: str) -> str:
    column, cell = draft.first(meaning)
    if column is None:
        return ""
    value = _find_value(kind, " ".join(cell.split()))
    if not value:
        draft.report(code, column, cell)
    return value


def _website(draft: _Draft) -> str:
    column, cell = draft.first("website")
    if column is None:
        return ""
    # Several addresses in one cell: the first that can be followed.
    found = next((link for part in split_values(cell) if (link := find_link(part))), None)
    if found is None:
        draft.report("link_unusable", column, cell)
    return found or ""


def _submitted_on(draft: _Draft) -> str | None:
    column, cell = draft.first("submitted_on")
    if column is None:
        return None
    found = find_date(cell, day_first=column.day_first)
    if found is None:
        draft.report("date_unknown", column, cell)
        return None
    return found.isoformat()


@lru_cache(maxsize=8192)
def _find_country(cell: str) -> tuple[str, str, str]:
    """Return code, kind and the nearest name; the same few names come in every row, and looking one up is dear."""
    if len(cell) > MAX_NAME_CHARS:
        return "", "unknown", ""
    match = find_country(cell)
    nearest = country_name(match.suggestions[0], "en") if match.suggestions else ""
    return match.code if match.kind == "value" else "", match.kind, nearest


@lru_cache(maxsize=8192)
def _language(value: str) -> tuple[str, ...]:
    match = find_language(value) if len(value) <= MAX_NAME_CHARS else None
    return (match.code,) if match and match.kind == "value" and len(match.code) <= MAX_LANGUAGE_CHARS else ()


@lru_cache(maxsize=8192)
def _beneficiary(value: str) -> tuple[str, ...]:
    return find_values("beneficiaries", value) if len(value) <= MAX_NAME_CHARS else ()


@lru_cache(maxsize=8192)
def _find_value(kind: str, value: str) -> str:
    return (find_value(kind, value) or "") if len(value) <= MAX_NAME_CHARS else ""
