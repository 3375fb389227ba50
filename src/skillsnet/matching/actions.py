"""Finding which projects work on similar issues."""

from collections.abc import Sequence

from django.db import transaction

from skillsnet.calls.models import Proposal
from skillsnet.core.matching import similar
from skillsnet.core.text import mask_contacts
from skillsnet.matching.models import Suggestion

SIMILAR_COUNT = 6
BATCH = 2000


def refresh_similar(proposal_ids: Sequence[int] | None = None) -> int:
    """Find each proposal's similar projects anew, among all; returns how many pairs stand.

    One new text changes which words are telling for all, so all are compared whatever changed.
    """
    rows = list(Proposal.objects.order_by("pk").values_list("pk", "title", "summary", "language"))
    ids = [row[0] for row in rows]
    texts = [mask_contacts(f"{title}. {summary}") for _, title, summary, _ in rows]
    neighbours = similar(texts, [language or None for *_, language in rows], k=SIMILAR_COUNT)
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
