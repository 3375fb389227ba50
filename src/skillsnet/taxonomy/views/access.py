"""What an address of the pages on taxonomies names."""

from django.http import Http404

from skillsnet.core.taxonomy.documents import MAX_NUMBER
from skillsnet.taxonomy.models import Category, Edition, Taxonomy


def access_taxonomy(slug: str) -> Taxonomy:
    """Return the taxonomy of a short name, if there is one."""
    taxonomy = Taxonomy.objects.filter(slug=slug).first()
    if taxonomy is None:
        raise Http404
    return taxonomy


def access_edition(slug: str, number: int) -> Edition:
    """Return the edition of a number, if there is one."""
    editions = Edition.objects.select_related("taxonomy").filter(taxonomy__slug=slug)
    edition = editions.filter(number=number).first() if number <= MAX_NUMBER else None
    if edition is None:
        raise Http404
    return edition


def access_category(edition: Edition, slug: str) -> Category:
    """Return the category of an edition, if there is one."""
    categories = edition.categories.select_related("edition__taxonomy", "parent").prefetch_related("texts")
    category = categories.filter(slug=slug).first()
    if category is None:
        raise Http404
    return category
