"""Recording what became of the categories of the edition before."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import Change, correspondence_problems, is_structural
from skillsnet.taxonomy.actions.guards import lock_edition, take_edition_version
from skillsnet.taxonomy.models import Correspondence, Edition
from skillsnet.taxonomy.queries import edition_before, edition_document
from skillsnet.taxonomy.queries.documents import correspondence_into
from skillsnet.taxonomy.rules import default_language
from skillsnet.taxonomy.sentences import Titles, taxonomy_problem_sentence, titles_in

Pair = tuple[str | None, str | None]


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
    sentences = [taxonomy_problem_sentence(problem, titles) for problem in problems if is_structural(problem)]
    if sentences:
        raise Invalid(sentences)
    take_edition_version(locked, version=version)
    _replace(locked, before, changes)
    record("taxonomy.set_correspondence", subject=f"edition:{locked.pk}", by=by, pairs=len(changes))
    return locked


def _replace(edition: Edition, before: Edition, changes: Sequence[Change]) -> None:
    """Write what differs from the existing rows; a pair that stays keeps its row."""
    existing_rows = {_pair(row): row for row in correspondence_into(edition, before=before)}
    changes_by_pair = {(change.old, change.new): change for change in changes}
    removed_ids = [row.pk for pair, row in existing_rows.items() if pair not in changes_by_pair]
    Correspondence.objects.filter(pk__in=removed_ids).delete()
    old = {row.slug: row for row in before.categories.all()}
    new = {row.slug: row for row in edition.categories.all()}
    for pair, change in changes_by_pair.items():
        row = existing_rows.get(pair)
        if row is None:
            row = Correspondence(old=old.get(change.old or ""), new=new.get(change.new or ""))
        row.kind, row.reasons = change.kind, dict(change.reasons)
        row.save()


def _pair(row: Correspondence) -> Pair:
    return (row.old.slug if row.old else None, row.new.slug if row.new else None)
