"""Recording what became of the categories of the edition before."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import Change, correspondence_problems, is_structural
from skillsnet.taxonomy.actions.guards import InvalidCorrespondence, lock_edition, take_edition_version
from skillsnet.taxonomy.actions.writing import replace_correspondence
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before, edition_document
from skillsnet.taxonomy.rules import default_language
from skillsnet.taxonomy.sentences import Titles, taxonomy_problem_sentence, titles_in


@transaction.atomic
def set_correspondence(edition: Edition, changes: Sequence[Change], *, version: int, by: int | None) -> Edition:
    """Set the whole correspondence into a draft; refused when somebody else changed it since `version`.

    A pair that occurs twice, an unknown category or a kind without its ends is refused; what merely contradicts
    itself is kept and blocks publishing.
    """
    locked = lock_edition(edition)
    before = edition_before(locked)
    if before is None:
        raise Invalid(_("This is the first edition. There is no earlier edition that its categories could come from."))
    old, new = edition_document(before), edition_document(locked)
    problems = correspondence_problems(old, new, changes, language=default_language())
    titles = Titles(new=titles_in(new), old=titles_in(old))
    structural = [problem for problem in problems if is_structural(problem)]
    if structural:
        raise InvalidCorrespondence(
            [taxonomy_problem_sentence(problem, titles) for problem in structural],
            categories=[(problem.slug, problem.is_old) for problem in structural],
        )
    take_edition_version(locked, version=version)
    replace_correspondence(locked, before, changes)
    record("taxonomy.set_correspondence", subject=f"edition:{locked.pk}", by=by, pairs=len(changes))
    return locked
