"""A draft as the value that core works on, and the steps that were done to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from skillsnet.core.taxonomy import CategoryDocument, EditionDocument, TaxonomyDocument, from_document, to_document
from skillsnet.core.taxonomy.drafts import Draft, DraftDifference, DraftPart
from skillsnet.taxonomy.enums import Verb
from skillsnet.taxonomy.models import DraftStep, Edition
from skillsnet.taxonomy.queries.documents import changes_into, edition_document
from skillsnet.taxonomy.queries.editions import edition_before
from skillsnet.taxonomy.rules import default_language
from skillsnet.taxonomy.sentences import titles_in
from skillsnet.web.lists import join_within_quotes

STEPS_SHOWN = 50


@dataclass(frozen=True)
class StepView:
    """A step of a draft as a sentence, with who did it and when."""

    id: int
    sentence: str
    by: str
    made_at: datetime


def draft_of(edition: Edition) -> Draft:
    """Return an edition with its correspondence and the edition before as one value; six queries."""
    before = edition_before(edition)
    return Draft(
        number=edition.number,
        categories=edition_document(edition).categories,
        changes=tuple(changes_into(edition, before=before)) if before else (),
        old=edition_document(before) if before else None,
        language=default_language(),
    )


def part_document(part: DraftPart, *, number: int) -> dict[str, object]:
    """Return a part of a draft as an object that JSON can hold."""
    edition = EditionDocument(number, part.categories)
    return to_document(TaxonomyDocument(names={}, editions=(edition,), correspondence=part.changes))


def step_difference(step: DraftStep) -> DraftDifference:
    """Return what a step did."""
    return DraftDifference(_part(step.before, step.positions), _part(step.after, {}))


def _part(document: object, positions: Mapping[str, int]) -> DraftPart:
    taxonomy = from_document(document)
    return DraftPart(taxonomy.editions[0].categories, taxonomy.correspondence, positions)


def steps_of(edition: Edition) -> list[StepView]:
    """Return the latest steps of a draft, the newest first; one query."""
    steps = DraftStep.objects.filter(edition=edition).select_related("by").order_by("-pk")[:STEPS_SHOWN]
    return [StepView(step.pk, step_sentence(step), step.by.email if step.by else "", step.made_at) for step in steps]


def step_sentence(step: DraftStep) -> str:
    """Return what a step did, in the reader's language."""
    done = step_difference(step)
    before, after = _titles(done.before.categories), _titles(done.after.categories)
    name = before.get(step.slug) or after.get(step.slug) or step.slug
    if step.verb == Verb.RENAME and after.get(step.slug, name) != name:
        return _("“%(name)s” renamed to “%(new)s”") % {"name": name, "new": after[step.slug]}
    if step.verb == Verb.SPLIT:
        parts = [title for slug, title in after.items() if slug not in before or slug == step.slug]
        return _("“%(name)s” split into “%(parts)s”") % {"name": name, "parts": join_within_quotes(parts)}
    if step.verb == Verb.MERGE:
        return _("“%(name)s” merged into “%(new)s”") % {"name": name, "new": next(iter(after.values()), "")}
    sentences = {
        Verb.RENAME: _("“%(name)s”: name changed in other languages"),
        Verb.REWORD: _("“%(name)s” reworded"),
        Verb.RETIRE: _("“%(name)s” retired"),
        Verb.ADD: _("“%(name)s” added"),
    }
    return sentences[Verb(step.verb)] % {"name": name}


def _titles(categories: tuple[CategoryDocument, ...]) -> dict[str, str]:
    return titles_in(EditionDocument(1, categories))
