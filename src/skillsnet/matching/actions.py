"""Finding which projects work on similar issues."""

from collections.abc import Sequence

from django.db import transaction

from skillsnet.calls.models import Proposal
from skillsnet.calls.queries import public_texts
from skillsnet.core.matching import similar
from skillsnet.matching.models import Suggestion

SIMILAR_COUNT = 6
BATCH = 2000


def refresh_similar(proposal_ids: Sequence[int] | None = None) -> int:
    """Find each proposal's similar projects anew, among all; returns how many pairs stand.

    One new text changes which words are telling for all, so all are compared whatever changed.
    """
    rows = list(public_texts(Proposal.objects.all()))
    ids = [pk for pk, _, _ in rows]
    neighbours = similar([text for _, text, _ in rows], [language or None for *_, language in rows], k=SIMILAR_COUNT)
    suggestions = [
        Suggestion(
            proposal_id=ids[index],
            other_id=ids[found.index],
            rank=rank,
            score=found.score,
            shared=list(found.shared),
        )
        for index, row in enumerate(neighbours)
        for rank, found in enumerate(row)
    ]
    with transaction.atomic():
        Suggestion.objects.all().delete()
        Suggestion.objects.bulk_create(suggestions, batch_size=BATCH)
    return len(suggestions)
