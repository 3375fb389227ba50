"""Which websites may show the map in a frame."""

from django.conf import settings
from django.db.models import QuerySet

from skillsnet.netmap.models import EmbeddingSite


def embedding_sites() -> QuerySet[EmbeddingSite]:
    """Return the websites that facilitators allowed, by address."""
    return EmbeddingSite.objects.select_related("allowed_by").order_by("origin")


def embedding_origins() -> list[str]:
    """Return the origins of all websites that may show the map: the operator's and the facilitators'; one query."""
    stored_origins = EmbeddingSite.objects.order_by("origin").values_list("origin", flat=True)
    return list(dict.fromkeys([*settings.EMBED_ORIGINS, *stored_origins]))
