"""The questions of an import, with both records side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.intake.models import ImportRow
from skillsnet.intake.queries.comparison import NAMED_CATEGORIES
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import cell_for

ORGANISATION_FIELDS = ("name", "type", "country", "website", "external_id")
PROJECT_FIELDS = (
    *("title", "summary", "country", "stage", "status", "website", "submitted_on", "languages", "beneficiaries"),
    *("categories", "contact"),
)
# A list is compared as text.
LISTS = ("languages", "beneficiaries", "categories")


@dataclass(frozen=True)
class Pair:
    """One field of both records: as it stands, and as the row says it; codes, not words."""

    name: str
    stands: str
    said: str

    @property
    def differs(self) -> bool:
        """Whether somebody has to choose."""
        return bool(self.said) and self.said != self.stands


@dataclass(frozen=True)
class Side:
    """A record that the row's may be the same as."""

    place: int
    name: str
    row: int
    reasons: Sequence[Sequence[str]]
    pairs: Sequence[Pair]


@dataclass(frozen=True)
class Question:
    """A row that asks whether its organisation, or its project, is the same as another."""

    row: ImportRow
    about: str
    sides: Sequence[Side]


def questions(rows: Sequence[ImportRow], viewer: Viewer) -> list[Question]:
    """Return the questions of rows that ask; the organisation's comes before the project's. Seven queries at most."""
    asks = [ask for row in rows for ask in _organisation_asks(row)]
    ids = {ask["id"] for ask in asks} - {None}
    standing = {item.pk: item for item in Organisation.objects.filter(pk__in=ids).order_by("pk")}
    earlier = _earlier_rows(rows, asks)
    projects = _projects(row.parsed["asks"]["id"] for row in rows if row.parsed.get("asks"))
    found = []
    for row in rows:
        if _organisation_asks(row):
            found.append(Question(row, "organisation", _organisation_sides(row, standing, earlier, viewer)))
        elif row.parsed.get("asks"):
            found.append(Question(row, "project", [_project_side(row, projects, earlier, viewer)]))
    return found


def _organisation_asks(row: ImportRow) -> list[dict[str, Any]]:
    organisation = row.parsed.get("organisation")
    return organisation["asks"] if organisation else []


def _earlier_rows(rows: Sequence[ImportRow], asks: Iterable[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return the parsed rows of the earlier rows of the file that are asked about, by their place."""
    places = {ask["place"] for ask in asks} | {row.parsed["asks"]["place"] for row in rows if row.parsed.get("asks")}
    if not rows or places <= {0}:
        return {}
    found: QuerySet[ImportRow] = ImportRow.objects.filter(run=rows[0].run_id, place__in=places).order_by("place")
    return {row.place: row.parsed for row in found}


def _organisation_sides(
    row: ImportRow, standing: Mapping[int, Organisation], earlier: Mapping[int, Mapping[str, Any]], viewer: Viewer
) -> list[Side]:
    said = row.parsed["organisation"]
    sides = []
    for place, ask in enumerate(said["asks"]):
        other = standing.get(ask["id"] or 0)
        first = (earlier.get(ask["place"]) or {}).get("organisation") or {}
        stands = {
            name: cell_for(getattr(other, name), viewer) if other else first.get(name, "")
            for name in ORGANISATION_FIELDS
        }
        pairs = [Pair(name, stands[name], said[name]) for name in ORGANISATION_FIELDS if stands[name] or said[name]]
        sides.append(Side(place, ask["name"], ask["row"], ask["reasons"], pairs))
    return sides


def _projects(ids: Iterable[int | None]) -> dict[int, Project]:
    wanted = {pk for pk in ids if pk}
    projects = Project.objects.filter(pk__in=wanted).select_related("contact", "organisation")
    found = projects.prefetch_related("languages", "beneficiaries").order_by("pk")
    return {item.pk: item for item in found}


def _project_side(
    row: ImportRow, projects: Mapping[int, Project], earlier: Mapping[int, Mapping[str, Any]], viewer: Viewer
) -> Side:
    ask = row.parsed["asks"]
    standing = projects.get(ask["id"] or 0)
    stands = _of_project(standing, viewer) if standing else _of_parsed(earlier.get(ask["place"]) or {})
    said = _of_parsed(row.parsed)
    pairs = [Pair(name, stands[name], said[name]) for name in PROJECT_FIELDS if stands[name] or said[name]]
    return Side(0, stands["title"], ask["row"], [], pairs)


def _of_parsed(parsed: Mapping[str, Any]) -> dict[str, str]:
    values = {name: parsed.get(name) or "" for name in PROJECT_FIELDS}
    contact = parsed.get("contact") or {}
    values["contact"] = _person(contact.get("name", ""), contact.get("email", ""))
    return {name: "; ".join(value) if name in LISTS else str(value) for name, value in values.items()}


def _of_project(project: Project, viewer: Viewer) -> dict[str, str]:
    person: Person | None = project.contact
    return {
        **{
            name: cell_for(getattr(project, name) or "", viewer)
            for name in PROJECT_FIELDS
            if name not in (*LISTS, "contact")
        },
        "languages": "; ".join(item.code for item in project.languages.all()),
        "beneficiaries": "; ".join(item.group for item in project.beneficiaries.all()),
        "categories": cell_for(project.extra.get(NAMED_CATEGORIES, []), viewer),
        "contact": _person(person.name, person.email) if person else "",
    }


def _person(name: str, email: str) -> str:
    return f"{name} <{email}>" if name and email else name or email
