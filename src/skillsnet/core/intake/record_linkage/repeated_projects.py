"""Rows of one file with the number, or the title and organisation, of another: one project, or several."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple, get_args

from skillsnet.core.intake.parsed_rows import ParsedPerson, ParsedProject
from skillsnet.core.intake.permissions import NO, PERMISSION_FIELDS
from skillsnet.core.text import fold

# What becomes of rows that repeat a project with other values: each a project, the latest alone, or all as one.
RepeatAnswer = Literal["separate", "latest", "join"]
REPEAT_ANSWERS: Final[tuple[RepeatAnswer, ...]] = get_args(RepeatAnswer)
# Under this name the answer is stored among what values of a file mean, so that the next file of its source has it too.
REPEATS: Final = "repeated_rows"
ALL_ROWS: Final = "all"
# `copy` says what an earlier row says, `asks` waits for the answer, `other` is somebody else's project.
# `more` is another project of a title that several existing projects have.
RepeatKind = Literal["first", "copy", "asks", "separate", "other", "more", "latest", "older", "joined"]
EXTRA: Final = "extra "
# What a complete answer has, as far as any of the rows has it.
ESSENTIAL: Final = ("title", "summary", "organisation", "country", "contact")
# Values that tell one of several projects of a title from the others are short and hold digits: dates, years, amounts.
MAX_MARK_CHARS: Final = 40
MIN_SHARED_MARKS: Final = 0.5


@dataclass(frozen=True, slots=True)
class RepeatedRow:
    """A row whose project has the key of another row's.

    Attributes
    ----------
    position, number
        Of the row in the import, and in its sheet.
    project
        What it says.
    moment
        When it was sent, as `moment_of` gives it; empty where that is not known.
    written_key
        The key of its project where that is on the map already; empty otherwise.
    """

    position: int
    number: int
    project: ParsedProject
    moment: str = ""
    written_key: str = ""

    @property
    def is_written(self) -> bool:
        """Whether its project is on the map already."""
        return bool(self.written_key)


class PlannedRow(NamedTuple):
    """What becomes of a row: its project as it is written, and the row that it repeats or that stands for it."""

    kind: RepeatKind
    project: ParsedProject
    other: RepeatedRow


def plan_repeats(
    rows: Sequence[RepeatedRow], *, answer: RepeatAnswer | None, existing: Sequence[ParsedProject] = ()
) -> dict[int, PlannedRow]:
    """Return what becomes of rows whose projects have one key.

    Parameters
    ----------
    rows
        In the file's order, at least one.
    answer
        What somebody said of such rows; None while nobody did.
    existing
        Existing projects under the key, and under those that `nth_key` makes of it.

    Returns
    -------
    dict of int to PlannedRow
        By position. Rows of different organisations, or of different people without one, are projects of their own
        whatever the answer.

    Notes
    -----
    A row on the map is planned too, since others are compared with it; it stays as it is.
    """
    groups: dict[str, list[RepeatedRow]] = {}
    for row in rows:
        groups.setdefault(owner_of(row.project), []).append(row)
    planned: dict[int, PlannedRow] = {}
    for group in groups.values():
        planned |= _plan_group(group, answer)
    kept_rows = [row for row in rows if planned[row.position].kind in ("first", "separate", "latest")]
    keys = _assign_keys(kept_rows, rows[0].project.key, existing)
    first_positions = {group[0].position for group in groups.values()}
    for row in kept_rows:
        kind, project, other = planned[row.position]
        if kind == "latest":
            # What is on the map already is changed there.
            keys[row.position] = other.written_key or keys[row.position]
        is_other = row.position in first_positions and row.position != rows[0].position and kind == "first"
        is_own = len(kept_rows) + len(existing) > 1 and not row.is_written
        if kind == "first" and len(existing) > 1 and keys[row.position] not in {item.key for item in existing}:
            kind = "more"
        project = replace(project, key=keys[row.position], is_separate=is_own)
        planned[row.position] = PlannedRow("other" if is_other else kind, project, rows[0] if is_other else other)
    return planned


def _plan_group(rows: Sequence[RepeatedRow], answer: RepeatAnswer | None) -> dict[int, PlannedRow]:
    """Return what becomes of the rows of one organisation, or person, under the key that they have in common."""
    planned: dict[int, PlannedRow] = {}
    distinct: list[RepeatedRow] = []
    refused_positions: set[int] = set()
    for row in rows:
        original = next((other for other in distinct if not differing_fields(other.project, row.project)), None)
        if original is None or row.is_written:
            distinct.append(row)
        else:
            planned[row.position] = PlannedRow("copy", row.project, original)
            if row.project.may_publish == NO:
                # A No holds, in whichever of the rows it stands.
                refused_positions.add(original.position)
    if len(distinct) == 1 or answer == "separate":
        for row in distinct:
            kind: RepeatKind = "first" if row is distinct[0] else "separate"
            project = _with_refusal(row.project, row.position in refused_positions)
            planned[row.position] = PlannedRow(kind, project, distinct[0])
        return planned
    is_refused = any(row.project.may_publish == NO for row in rows)
    if answer is None:
        first = distinct[0]
        planned |= {row.position: PlannedRow("asks", row.project, first) for row in distinct[1:]}
        planned[first.position] = PlannedRow("first", _with_refusal(first.project, is_refused), first)
        return planned
    chosen = latest_complete(distinct)
    project = joined_project(distinct, chosen) if answer == "join" else chosen.project
    for row in distinct:
        kind = "joined" if answer == "join" else "older"
        planned[row.position] = PlannedRow(kind, row.project, chosen)
    written = next((row for row in distinct if row.is_written), chosen)
    planned[chosen.position] = PlannedRow("latest", _with_refusal(project, is_refused), written)
    return planned


def _with_refusal(project: ParsedProject, is_refused: bool) -> ParsedProject:
    return replace(project, may_publish=NO) if is_refused else project


def nth_key(key: str, ordinal: int) -> str:
    """Return the key of the second, third, … project under a key.

    Examples
    --------
    >>> nth_key("id:7", 1), nth_key("id:7", 2)
    ('id:7', 'id:7~2')
    """
    return key if ordinal == 1 else f"{key}~{ordinal}"


def base_key(key: str) -> str:
    """Return the key under which the projects of a title or number are, for each of them.

    Examples
    --------
    >>> base_key("id:7~2"), base_key("id:7"), base_key("title:a~b|c")
    ('id:7', 'id:7', 'title:a~b|c')
    """
    base, mark, ordinal = key.rpartition("~")
    return base if mark and ordinal.isdecimal() else key


def _assign_keys(rows: Sequence[RepeatedRow], key: str, existing: Sequence[ParsedProject]) -> dict[int, str]:
    """Return the key of each row: that of the existing project it is, or one that is free.

    First come those of which all is as it was, then those most of whose dates, amounts and the like are.
    """
    keys = {row.position: row.written_key for row in rows if row.is_written}
    open_projects = {project.key: project for project in existing if project.key not in keys.values()}
    open_rows = [row for row in rows if not row.is_written]
    for least in (None, MIN_SHARED_MARKS):
        for row in [row for row in open_rows if row.position not in keys]:
            scores = {name: _shared(row.project, other, least) for name, other in open_projects.items()}
            best = max(scores, key=lambda name: scores[name], default="")
            if best and scores[best] > (least or 0):
                keys[row.position] = best
                del open_projects[best]
    used_keys = {*keys.values(), *(project.key for project in existing)}
    ordinal = 1
    for row in open_rows:
        if row.position not in keys:
            while nth_key(key, ordinal) in used_keys:
                ordinal += 1
            keys[row.position] = nth_key(key, ordinal)
            used_keys.add(keys[row.position])
    return keys


def _shared(project: ParsedProject, other: ParsedProject, least: float | None) -> float:
    """Return the share of values in which a row and an existing project agree, of those that both have."""
    left, right = stated_values(project), stated_values(other)
    common = [name for name in left if name in right]
    if least is not None:
        marks = [name for name in common if _is_mark(name, left[name]) or _is_mark(name, right[name])]
        # Where no dates or amounts tell projects of one number apart, titles and organisations do.
        marks = marks or [name for name in common if name in ("title", "organisation")]
        return sum(left[name] == right[name] for name in marks) / max(1, len(marks))
    return float(bool(common) and all(left[name] == right[name] for name in common))


def _is_mark(name: str, value: str) -> bool:
    if name == "submitted_on":
        return True
    return name.startswith(EXTRA) and len(value) <= MAX_MARK_CHARS and any(letter.isdigit() for letter in value)


def owner_of(project: ParsedProject) -> str:
    """Return whose a project is by what its row says: the organisation's, or the person's where there is none."""
    if project.organisation:
        return f"organisation {_folded(project.organisation.name)}"
    return f"person {project.contact.key}" if project.contact and project.contact.email else ""


def stated_values(project: ParsedProject) -> dict[str, str]:
    """Return what a row says of its project, folded, by field and by extra column; what is empty is left out."""
    organisation = project.organisation
    values: dict[str, Iterable[str | None]] = {
        "title": [project.title],
        "external_id": [project.external_id],
        "summary": [project.summary],
        "country": [project.country, *project.work_countries],
        "organisation": [organisation.name] if organisation else [],
        "organisation_type": [organisation.type] if organisation else [],
        "organisation_website": [organisation.website] if organisation else [],
        "contact": [text for person in project.people for text in _said_of(person)],
        "languages": sorted(project.languages),
        "beneficiaries": sorted(project.beneficiaries),
        "category": sorted(project.categories),
        "stage": [project.stage],
        "status": [project.status],
        "website": [project.website],
        "submitted_on": [project.submitted_on],
        "may_publish": [project.may_publish],
        "may_contact": [project.may_contact],
        **{f"{EXTRA}{name}": [value] for name, value in project.extra.items()},
    }
    folded = {name: _folded("; ".join(filter(None, parts))) for name, parts in values.items()}
    return {name: value for name, value in folded.items() if value}


def differing_fields(first: ParsedProject, second: ParsedProject) -> list[str]:
    """Return the names of fields, and of extra columns behind `EXTRA`, in which two rows differ.

    Case does not count, nor do permissions: of these a No holds, whatever else is said.

    Examples
    --------
    >>> first = ParsedProject("k", title="Night school", extra={"Amount": "1,000"})
    >>> differing_fields(first, replace(first, title="NIGHT SCHOOL", extra={"Amount": "2,000"}))
    ['extra Amount']
    """
    left, right = stated_values(first), stated_values(second)
    names = (name for name in dict.fromkeys([*left, *right]) if name not in PERMISSION_FIELDS)
    return [name for name in names if left.get(name) != right.get(name)]


def latest_complete(rows: Sequence[RepeatedRow]) -> RepeatedRow:
    """Return the last answer that leaves out nothing essential that another one has; else the last of the fullest.

    Answers come one after the other in time where all say when they were sent, else in the order of the file.
    """
    filled = {row.position: _essentials(row.project) for row in rows}
    most = set().union(*filled.values())
    in_time = in_order(rows)
    complete = [row for row in in_time if filled[row.position] == most]
    return complete[-1] if complete else max(in_time, key=lambda row: len(filled[row.position]))


def in_order(rows: Sequence[RepeatedRow]) -> list[RepeatedRow]:
    """Return rows in the order in which they were sent where all say when, else in the order of the file."""
    if all(row.moment for row in rows):
        return sorted(rows, key=lambda row: (row.moment, row.position))
    return sorted(rows, key=lambda row: row.position)


def _essentials(project: ParsedProject) -> set[str]:
    values = stated_values(project)
    return {name for name in ESSENTIAL if name in values}


def joined_project(rows: Sequence[RepeatedRow], chosen: RepeatedRow) -> ParsedProject:
    """Return one project of rows: the chosen one's values, and what the others say besides.

    Lists, texts and extra columns hold what each row says, in the order in which the rows were sent; of the other
    fields an empty one takes the latest value.
    """
    projects = [row.project for row in in_order(rows)]
    latest_first = [chosen.project, *(project for project in reversed(projects) if project is not chosen.project)]
    extra: dict[str, str] = {}
    for name in dict.fromkeys(name for project in projects for name in project.extra):
        extra[name] = "; ".join(_distinct(project.extra.get(name, "") for project in projects))
    single = ("external_id", "stage", "status", "website", "submitted_on", "contact", "may_publish", "may_contact")
    values: dict[str, object] = {name: _first_filled(latest_first, name) for name in single}
    for name in ("languages", "beneficiaries", "categories", "work_countries"):
        values[name] = tuple(dict.fromkeys(code for project in latest_first for code in getattr(project, name)))
    if not chosen.project.country:
        seated = next((project for project in latest_first if project.country), chosen.project)
        values |= {"country": seated.country, "region": seated.region}
    people = {person.key: person for project in latest_first for person in project.people}
    contact = chosen.project.contact or next((project.contact for project in latest_first if project.contact), None)
    values["other_people"] = tuple(person for key, person in people.items() if contact and key != contact.key)
    summary = "\n\n".join(_distinct(project.summary for project in projects))
    return replace(chosen.project, **values, summary=summary, extra=extra)  # type: ignore[arg-type]


def _first_filled(projects: Sequence[ParsedProject], name: str) -> object:
    values = [getattr(project, name) for project in projects]
    return next((value for value in values if value), values[0])


def _distinct(texts: Iterable[str]) -> list[str]:
    """Return the texts in their order, without empty ones and those that another one holds word for word."""
    filled = list(dict.fromkeys(text for text in texts if text))
    return [text for text in filled if not any(text is not other and text in other for other in filled)]


def _said_of(person: ParsedPerson) -> tuple[str, ...]:
    return person.name, person.email, person.phone, person.position


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def is_sent_again(rows: Sequence[RepeatedRow]) -> bool:
    """Return whether rows look like one form sent several times: each says the hour, as forms note it."""
    return len(rows) > 1 and all("T" in row.moment for row in rows)


def repeat_answer(values: Mapping[str, Mapping[str, str]]) -> RepeatAnswer | None:
    """Return what was answered about repeated rows among the answers about values."""
    answer = values.get(REPEATS, {}).get(ALL_ROWS, "")
    return next((choice for choice in REPEAT_ANSWERS if choice == answer), None)
