"""Which taxonomies there are, and their editions."""

from collections.abc import Mapping

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import get_language

from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition, Taxonomy


def taxonomies() -> QuerySet[Taxonomy]:
    """Return every taxonomy with its editions, the newest first, each with its number of categories; two queries."""
    editions = Edition.objects.annotate(category_count=Count("categories")).order_by("-number")
    return Taxonomy.objects.prefetch_related(Prefetch("editions", queryset=editions)).order_by("order", "slug")


def editions_of(taxonomy: Taxonomy) -> QuerySet[Edition]:
    """Return a taxonomy's editions, the newest first, each with its number of categories."""
    return taxonomy.editions.annotate(category_count=Count("categories")).order_by("-number")


def editions_in_force() -> list[Edition]:
    """Return the edition in force of each taxonomy that has one, in the order of the taxonomies; one query."""
    editions = Edition.objects.filter(state=EditionState.PUBLISHED).select_related("taxonomy")
    return list(editions.order_by("taxonomy__order", "taxonomy__slug"))


def edition_before(edition: Edition) -> Edition | None:
    """Return the edition that this one follows: what its correspondence starts from."""
    earlier = Edition.objects.filter(taxonomy=edition.taxonomy_id, number__lt=edition.number)
    return earlier.order_by("-number").first()


def localised_name(names: Mapping[str, str], slug: str) -> str:
    """Return a taxonomy's name in the reader's language, or in another, or its short name."""
    return names.get(get_language() or "en") or names.get("en") or next(iter(names.values()), slug)
