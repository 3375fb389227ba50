"""What the engine reads: definitions, texts, and what people confirmed."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import Project
from skillsnet.calls.queries import TITLE_END, public_text
from skillsnet.classification.enums import PEOPLE, Source
from skillsnet.classification.models import Assignment, Decision
from skillsnet.classification.queries.pending_review import open_questions
from skillsnet.core.classification import CategoryDefinition
from skillsnet.participants.texts import text_for
from skillsnet.taxonomy.models import Category, CategoryText, Edition

TEXT_FIELDS = ("pk", "title", "summary", "country", "withheld", "language", "extra")


def definitions_of(edition: Edition) -> list[CategoryDefinition]:
    """Return an edition's categories as the engine reads them; two queries."""
    categories = edition.categories.prefetch_related("texts").order_by("order", "pk")
    return [_definition(category) for category in categories]


def confirmed(edition: Edition, *, until: int | None = None) -> list[tuple[int, tuple[str, ...]]]:
    """Return the projects that stand where a person put them, with their categories' slugs, the main one first.

    `until` leaves later decisions out, but for what was carried over. One query.
    """
    by_people = Q(decision__source__in=PEOPLE)
    # What people confirmed in an earlier edition and was carried over teaches too, but for what was left open.
    open_now = open_questions(edition).filter(project=OuterRef("project"))
    carried = Q(decision__source=Source.RULE, decision__origin__in=PEOPLE) & ~Exists(open_now)
    if until is not None:
        by_people &= Q(decision__lte=until)
    rows = Assignment.objects.filter(by_people | carried, edition=edition, is_current=True)
    found: dict[int, list[str]] = {}
    ordered = rows.order_by("project_id", "-is_primary", "pk")
    for project_id, slug in ordered.values_list("project_id", "category__slug"):
        found.setdefault(project_id, []).append(slug)
    return [(project_id, tuple(slugs)) for project_id, slugs in found.items()]


def last_decision_by_people(edition: Edition) -> int:
    """Return the id of the last decision a person made in the open, 0 for none."""
    return decisions_by_people(edition).order_by("-pk").values_list("pk", flat=True).first() or 0


def decisions_by_people(edition: Edition, *, after: int = 0) -> Any:
    """Return people's decisions in the open after one."""
    return Decision.objects.filter(edition=edition, source__in=PEOPLE, reading=None, pk__gt=after)


def text_of(project: Project) -> str:
    """Return what the engine reads of a project: title and summary as everybody may read them.

    Evidence counts its places in this text.
    """
    return public_text(project)


def summary_start(project: Project) -> int:
    """Return where the summary begins in the text that the engine reads."""
    return len(text_for(project.title, ANYONE)) + len(TITLE_END)


def _definition(category: Category) -> CategoryDefinition:
    texts = {text.language: _words_of(text) for text in category.texts.all()}
    names = tuple(text.name for text in category.texts.all())
    return CategoryDefinition(slug=category.slug, texts=texts, names=names)


def _words_of(text: CategoryText) -> str:
    return f"{text.name}. {text.definition} {text.includes} {text.examples}"
