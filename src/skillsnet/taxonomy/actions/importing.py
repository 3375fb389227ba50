"""Taking over a taxonomy from a document: a new one whole, or a draft of a standing one."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import (
    Change,
    EditionDocument,
    TaxonomyDocument,
    TaxonomyProblem,
    is_structural,
)
from skillsnet.taxonomy.actions.guards import lock_edition
from skillsnet.taxonomy.actions.writing import write_categories, write_changes
from skillsnet.taxonomy.enums import AT_WORK, EditionState
from skillsnet.taxonomy.models import Category, Correspondence, Edition, Taxonomy
from skillsnet.taxonomy.queries import edition_before, edition_document
from skillsnet.taxonomy.rules import problems_with, why_not_name
from skillsnet.taxonomy.sentences import Titles, taxonomy_problem_sentence, titles_in


@transaction.atomic
def import_taxonomy(document: TaxonomyDocument, *, by: int | None, slug: str = "") -> Taxonomy:
    """Bring in a taxonomy that does not stand here yet, with all its editions; nothing when any of it is refused.

    Editions get the states that the document says. Where it says none, all but the last are superseded and the last
    is a draft. What was published in the document must be what could be published here.
    """
    slug = slug or document.slug
    if not slug:
        raise Invalid(_("The file does not contain the short name of its taxonomy. Give it a short name."))
    reason = why_not_name(slug)
    if reason:
        raise Invalid(reason)
    states = _states(document)
    _check(document, states)
    taxonomy = Taxonomy.objects.create(
        slug=slug,
        names=dict(document.names),
        is_multi_valued=document.is_multi_valued,
        is_tree=document.is_tree,
    )
    before: dict[str, Category] = {}
    for source in document.editions:
        edition = _create_edition(taxonomy, source, state=states[source.number], by=by)
        categories = write_categories(edition, source.categories)
        if before:
            write_changes(document.changes_of(source.number), old=before, new=categories)
        before = categories
    record("taxonomy.import", subject=f"taxonomy:{taxonomy.pk}", by=by, editions=len(document.editions))
    return taxonomy


def _create_edition(taxonomy: Taxonomy, source: EditionDocument, *, state: str, by: int | None) -> Edition:
    today = timezone.localdate()
    return Edition.objects.create(
        taxonomy=taxonomy,
        number=source.number,
        state=state,
        published_on=today if state == EditionState.PUBLISHED else None,
        comment_until=today if state == EditionState.OPEN else None,
        notes=dict(source.notes),
        created_by_id=by,
    )


def _states(document: TaxonomyDocument) -> dict[int, str]:
    """Return each edition's state, where it is not said by its place."""
    numbers = [edition.number for edition in document.editions]
    last = max(numbers, default=0)
    by_place = {number: EditionState.DRAFT if number == last else EditionState.SUPERSEDED for number in numbers}
    states = {edition.number: edition.state or str(by_place[edition.number]) for edition in document.editions}
    values = list(states.values())
    at_work = [number for number, state in states.items() if state in AT_WORK]
    if values.count(EditionState.PUBLISHED) > 1:
        raise Invalid(_("The file has more than one published edition. Only one can be in force."))
    if len(at_work) > 1 or (at_work and at_work[0] != last):
        raise Invalid(_("The file has a draft that is not its last edition. Only the last edition can be a draft."))
    return states


def _check(document: TaxonomyDocument, states: dict[int, str]) -> None:
    """Refuse a document that cannot be kept, or whose published editions could not have been published."""
    numbers = [edition.number for edition in document.editions]
    if not numbers:
        raise Invalid(_("The file contains no edition."))
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        raise Invalid(taxonomy_problem_sentence(TaxonomyProblem("edition_twice", value=str(twice[0])), Titles()))
    sentences: list[str] = []
    for edition in document.editions:
        before = document.before(edition.number)
        problems = problems_with(edition, before, document.changes_of(edition.number), is_tree=document.is_tree)
        is_draft = states[edition.number] in AT_WORK
        titles = Titles(new=titles_in(edition), old=titles_in(before) if before else {})
        sentences += [
            _("Edition %(number)d: %(sentence)s")
            % {"number": edition.number, "sentence": taxonomy_problem_sentence(problem, titles)}
            for problem in problems
            if is_structural(problem) or (problem.is_blocking and not is_draft)
        ]
    if sentences:
        raise Invalid(sentences)


@transaction.atomic
def fill_draft(
    edition: Edition,
    source: EditionDocument,
    changes: Sequence[Change] | None = None,
    *,
    by: int | None,
) -> Edition:
    """Replace what a draft holds by what a document says; without changes, what is the same by its slug is kept.

    Refuses a frozen edition and a document that cannot be kept even as a draft; then nothing is changed.
    """
    locked = lock_edition(edition)
    before = edition_before(locked)
    old = edition_document(before) if before else None
    if changes is None:
        changes = kept_by_slug(old, source) if old else ()
    problems = problems_with(source, old, changes, is_tree=locked.taxonomy.is_tree)
    titles = Titles(new=titles_in(source), old=titles_in(old) if old else {})
    sentences = [taxonomy_problem_sentence(problem, titles) for problem in problems if is_structural(problem)]
    if sentences:
        raise Invalid(sentences)
    _empty(locked, before)
    new = write_categories(locked, source.categories)
    if before is not None:
        write_changes(changes, old={row.slug: row for row in before.categories.all()}, new=new)
    locked.notes = {**locked.notes, **source.notes}
    locked.version += 1
    locked.save(update_fields=["notes", "version"])
    record("taxonomy.fill_draft", subject=f"edition:{locked.pk}", by=by, categories=len(source.categories))
    return locked


def _empty(edition: Edition, before: Edition | None) -> None:
    """Take out a draft's categories with what was said about them; what was retired hangs on the old ones only.

    Its steps go too: they cannot be undone in other categories.
    """
    edition.steps.all().delete()
    try:
        edition.categories.all().delete()
    except ProtectedError as error:
        message = _(
            "A file cannot replace the categories of edition %(number)d because there are already projects in them."
        )
        raise Invalid(message % {"number": edition.number}) from error
    if before is not None:
        Correspondence.objects.filter(old__edition=before, new=None).delete()


def kept_by_slug(old: EditionDocument, new: EditionDocument) -> list[Change]:
    """Return the correspondence that the slugs alone tell: same slug kept, a new one added; the rest is left open."""
    before = {category.slug for category in old.categories}
    return [
        Change(
            old=category.slug if category.slug in before else None,
            new=category.slug,
            kind="kept" if category.slug in before else "added",
            reasons={},
            edition=new.number,
        )
        for category in new.categories
    ]
