"""What is wrong with an edition and its correspondence, and so stands in the way of publishing it."""

from django.utils.translation import gettext as _

from skillsnet.core.taxonomy import TaxonomyProblem
from skillsnet.taxonomy.enums import NEXT, EditionState
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries.documents import changes_into, edition_document
from skillsnet.taxonomy.queries.editions import edition_before
from skillsnet.taxonomy.rules import problems_with
from skillsnet.taxonomy.sentences import Titles, taxonomy_problem_sentence, titles_in


def titles_of(edition: Edition) -> Titles:
    """Return the names of an edition's categories and of those before it."""
    before = edition_before(edition)
    old = titles_in(edition_document(before)) if before else {}
    return Titles(new=titles_in(edition_document(edition)), old=old)


def problems_of(edition: Edition) -> list[TaxonomyProblem]:
    """Return what is wrong and what is doubtful about an edition and its correspondence, what blocks it first."""
    before = edition_before(edition)
    changes = changes_into(edition, before=before) if before else []
    old = edition_document(before) if before else None
    return problems_with(edition_document(edition), old, changes, is_tree=edition.taxonomy.is_tree)


def why_not_publish(edition: Edition) -> list[str]:
    """Return every reason why an edition cannot be published; empty when it can."""
    if EditionState.PUBLISHED not in NEXT[edition.state]:
        return [_("Edition %(number)d has already been published.") % {"number": edition.number}]
    blocking = [problem for problem in problems_of(edition) if problem.is_blocking]
    if not blocking:
        return []
    titles = titles_of(edition)
    return [taxonomy_problem_sentence(problem, titles) for problem in blocking]
