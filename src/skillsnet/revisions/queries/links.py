"""Reading what declared links are made of: projects by what they are called, kinds of links, and their history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link, Project
from skillsnet.calls.queries import title_for
from skillsnet.core.search import search_words
from skillsnet.core.text import fold
from skillsnet.participants.texts import cell_for, text_for, words_for_computing
from skillsnet.participants.visibility import organisation_label
from skillsnet.revisions.models import LINK_FIELDS, LinkRevision

KINDS_SHOWN = 5
PROJECTS_SHOWN = 10
LINK_REVISIONS_SHOWN = 100


@dataclass(frozen=True)
class ProjectChoice:
    """A project that a name may mean."""

    id: int
    title: str
    language: str
    organisation: str
    country: str


@dataclass(frozen=True)
class LinkRevisionView:
    """What was done to a link, as facilitators read it; `can_return` while a removed link is not there again."""

    id: int
    other_id: int
    other: str
    language: str
    before: str
    after: str
    by: str
    made_at: datetime
    can_return: bool


def projects_called(text: str, *, viewer: Viewer, without: int) -> list[ProjectChoice]:
    """Return the projects that a name may mean: the one that is called exactly so, or those that hold all its words.

    The name is a title, an organisation's name, both, or the number of a submission. Two queries.
    """
    words = search_words(text)
    readable = Project.objects.readable_by(viewer).exclude(pk=without)
    if not words:
        return []
    has_words = Q()
    for word in words:
        has_words &= Q(search__title__contains=word)
    matching = readable.filter(has_words | Q(external_id=text.strip())).select_related("organisation")
    rows = list(matching.order_by("title", "pk")[: PROJECTS_SHOWN + 1])
    named = fold(text)
    exact = [row for row in rows if named in _names(row, viewer)]
    return [
        ProjectChoice(
            id=row.pk,
            title=title_for(row, viewer),
            language=row.language,
            organisation=organisation_label(row.organisation, viewer),
            country=row.country,
        )
        for row in (exact if len(exact) == 1 else rows[:PROJECTS_SHOWN])
    ]


def _names(project: Project, viewer: Viewer) -> set[str]:
    title, organisation = title_for(project, viewer), organisation_label(project.organisation, viewer)
    return {fold(title), fold(f"{title} – {organisation}"), fold(project.external_id)}


def frequent_kinds(viewer: Viewer) -> list[str]:
    """Return the kinds of link that occur most, for facilitators; one query."""
    if not viewer.is_facilitator:
        return []
    counts = Link.objects.exclude(kind="").values("kind").annotate(number=Count("pk")).order_by("-number", "kind")
    return [text_for(row["kind"], viewer) for row in counts[:KINDS_SHOWN]]


def link_texts(link: Link, viewer: Viewer) -> dict[str, str]:
    """Return what is said of a link as a facilitator reads it, by the names of its fields."""
    texts = {"kind": text_for(link.kind, viewer), "label": text_for(link.label, viewer)}
    return {**texts, "direction": link.direction, "strength": link.strength}


def link_revisions_of(project: Project, viewer: Viewer) -> list[LinkRevisionView]:
    """Return what was done by hand to a project's links, the newest first; empty for all but facilitators."""
    if not viewer.is_facilitator:
        return []
    rows = list(_link_revisions(project)[:LINK_REVISIONS_SHOWN])
    existing = {
        (link.source_id, link.target_id, words_for_computing(link.kind))
        for link in Link.objects.filter(Q(source=project) | Q(target=project)).order_by("pk")
    }
    return [_view(row, project, existing, viewer) for row in rows]


def _link_revisions(project: Project) -> QuerySet[LinkRevision]:
    rows = LinkRevision.objects.filter(Q(source=project) | Q(target=project))
    return rows.select_related("source__organisation", "target__organisation", "by").order_by("-pk")


def _view(row: LinkRevision, project: Project, existing: set[tuple[int, int, str]], viewer: Viewer) -> LinkRevisionView:
    other = row.target if row.source_id == project.pk else row.source
    key = (row.source_id, row.target_id, words_for_computing(row.before).get("kind", ""))
    return LinkRevisionView(
        id=row.pk,
        other_id=other.pk,
        other=title_for(other, viewer),
        language=other.language,
        before=_sentence(row.before, viewer),
        after=_sentence(row.after, viewer),
        by=row.by.email if row.by else "",
        made_at=row.made_at,
        can_return=bool(row.before) and not row.after and key not in existing,
    )


def _sentence(values: dict[str, object], viewer: Viewer) -> str:
    """Return what is said of a link in one line; empty where there is none."""
    # One database keeps the values in an order of its own.
    texts = {name: cell_for(values[name], viewer) for name in LINK_FIELDS if name in values}
    direction = texts.get("direction", "")
    if direction in LinkDirection.values:
        texts["direction"] = str(LinkDirection(direction).label)
    return " · ".join(text for text in texts.values() if text)
