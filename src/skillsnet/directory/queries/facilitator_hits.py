"""What a facilitator's search finds in values that others do not see."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import FacilitatorDocument, Project, SearchDocument
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.core.search import SearchQuery, search_query, search_words
from skillsnet.db.search import matching
from skillsnet.participants.enums import LookChannel
from skillsnet.participants.looks import looking
from skillsnet.participants.texts import cell_for, text_for
from skillsnet.participants.visibility import FIELD_LABELS, PERSON_FIELDS, contact_card, organisation_label

HITS_SHOWN = 10
VALUES_SHOWN = 3
VALUE_LETTERS = 80


@dataclass(frozen=True)
class FacilitatorHit:
    """A project, with the values in which words of the search stand: pairs of label and value."""

    id: int
    title: str
    organisation: str
    is_kept_off: bool
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FacilitatorHits:
    """The first projects that are found only in what facilitators see, and how many there are."""

    hits: tuple[FacilitatorHit, ...]
    total: int


def facilitator_hits(q: str, viewer: Viewer) -> FacilitatorHits | None:
    """Return what a facilitator finds besides the public results; None for others, or where there is nothing.

    At most five queries: people, addresses, numbers of submissions, extra fields, and projects kept off public pages.
    """
    if not q or not viewer.is_facilitator:
        return None
    query = search_query(q, is_exact=True)
    public = Project.objects.public().filter(matching(query.typed, model=SearchDocument))
    rows = Project.objects.readable_by(viewer).filter(matching(query.typed, model=FacilitatorDocument))
    rows = rows.exclude(pk__in=public.values("pk"))
    total = rows.count()
    if not total:
        return None
    people = ("contact__consents", "named_people__person__consents")
    shown = (
        rows.select_related("organisation", "contact").prefetch_related(*people).order_by("title", "pk")[:HITS_SHOWN]
    )
    with looking(LookChannel.SEARCH):
        return FacilitatorHits(tuple(_hit(project, query, viewer) for project in shown), total)


def _hit(project: Project, query: SearchQuery, viewer: Viewer) -> FacilitatorHit:
    beginnings = {term.word for group in query.typed for phrase in group for term in phrase}
    values = [
        (-match_count, label, Truncator(value).chars(VALUE_LETTERS))
        for label, value in dict.fromkeys(_values(project, viewer))
        if (match_count := _match_count(value, beginnings))
    ]
    # Values that hold most of the words say best why the project is here.
    values.sort(key=lambda value: value[0])
    return FacilitatorHit(
        id=project.pk,
        title=text_for(project.title, viewer),
        organisation=organisation_label(project.organisation, viewer),
        is_kept_off=project.is_kept_off,
        values=tuple((label, value) for _count, label, value in values[:VALUES_SHOWN]),
    )


def _match_count(value: str, beginnings: Collection[str]) -> int:
    words = search_words(value)
    words.append("".join(words))
    return sum(any(word.startswith(beginning) for word in words) for beginning in beginnings)


def _values(project: Project, viewer: Viewer) -> list[tuple[str, str]]:
    people = [project.contact, *(named.person for named in project.named_people.all())]
    cards = [contact_card(person, viewer) for person in people]
    of_people = [(str(FIELD_LABELS[name]), getattr(card, name)) for card in cards for name in PERSON_FIELDS]
    labels = {NAMED_CATEGORIES: _("Categories")}
    extra = [(labels.get(name, str(name)), cell_for(value, viewer)) for name, value in project.extra.items()]
    return [*of_people, (_("Submission number"), project.external_id), *extra]
