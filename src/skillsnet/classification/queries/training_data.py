"""What the engine reads: definitions, texts, and what people confirmed."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import Project
from skillsnet.calls.queries import TITLE_END, public_text
from skillsnet.classification.enums import PEOPLE, Source
from skillsnet.classification.models import Assignment, Decision
from skillsnet.classification.queries.pending_review import open_edition_questions
from skillsnet.core.classification import CategoryDefinition
from skillsnet.participants.texts import text_for
from skillsnet.taxonomy.models import Category, CategoryText, Edition

TEXT_FIELDS = ("pk", "title", "summary", "country", "withheld", "language", "extra")


def definitions_of(edition: Edition) -> list[CategoryDefinition]:
    """Return an edition's categories as the engine reads them; two queries."""
    categories = edition.categories.prefetch_related("texts").order_by("order", "pk")
    return [_definition(category) for category in categories]


def confirmed_labels(edition: Edition, *, until: int | None = None) -> list[tuple[int, tuple[str, ...]]]:
    """Return the projects whose categories a person confirmed, with their slugs, the main one first.

    `until` leaves later decisions out, but for what was moved from an earlier edition. One query.
    """
    by_people = Q(decision__source__in=PEOPLE)
    # What people confirmed in an earlier edition and was moved teaches too, but for what was left open.
    questions = open_edition_questions(edition).filter(project=OuterRef("project"))
    moved_labels = Q(decision__source=Source.RULE, decision__origin__in=PEOPLE) & ~Exists(questions)
    if until is not None:
        by_people &= Q(decision__lte=until)
    rows = Assignment.objects.filter(by_people | moved_labels, edition=edition, is_current=True)
    slugs_by_project: dict[int, list[str]] = {}
    ordered = rows.order_by("project_id", "-is_primary", "pk")
    for project_id, slug in ordered.values_list("project_id", "category__slug"):
        slugs_by_project.setdefault(project_id, []).append(slug)
    return [(project_id, tuple(slugs)) for project_id, slugs in slugs_by_project.items()]


def last_decision_by_people(edition: Edition) -> int:
    """Return the id of the last decision by a person, without blind labels; 0 for none."""
    return decisions_by_people(edition).order_by("-pk").values_list("pk", flat=True).first() or 0


def decisions_by_people(edition: Edition, *, after: int = 0) -> QuerySet[Decision]:
    """Return people's decisions after one, without blind labels."""
    return Decision.objects.filter(edition=edition, source__in=PEOPLE, annotation_round=None, pk__gt=after)


def engine_text(project: Project) -> str:
    """Return what the engine reads of a project: title and summary as everybody may read them.

    Evidence counts its characters in this text.
    """
    return public_text(project)


def summary_start(project: Project) -> int:
    """Return where the summary begins in the text that the engine reads."""
    return len(text_for(project.title, ANYONE)) + len(TITLE_END)


def _definition(category: Category) -> CategoryDefinition:
    texts = {text.language: _category_text(text) for text in category.texts.all()}
    names = tuple(text.name for text in category.texts.all())
    return CategoryDefinition(slug=category.slug, texts=texts, names=names)


def _category_text(text: CategoryText) -> str:
    return f"{text.name}. {text.definition} {text.includes} {text.examples}"
