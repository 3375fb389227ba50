"""Bringing in the taxonomies that ship with the platform."""

from django.db import transaction

from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.core.taxonomy.builtin_schemes import SHIPPED, load_shipped_taxonomy
from skillsnet.taxonomy.actions.importing import import_taxonomy
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import SKILLS

SKILLS_ORDER = 1


@transaction.atomic
def install_skills_taxonomy(*, by: int | None = None) -> Edition:
    """Bring in the skills categories' two editions, the second in force; does nothing where they stand already."""
    standing = Edition.objects.filter(taxonomy__slug=SKILLS, state=EditionState.PUBLISHED).first()
    if standing is not None:
        return standing
    taxonomy = import_taxonomy(load_skills_taxonomy(), by=by)
    Taxonomy.objects.filter(pk=taxonomy.pk).update(order=SKILLS_ORDER)
    return Edition.objects.get(taxonomy=taxonomy, state=EditionState.PUBLISHED)


def install_shipped_taxonomy(slug: str, *, by: int | None) -> Taxonomy:
    """Bring in one of the further lists as a taxonomy of its own, as a draft; `slug` is one of `SHIPPED`."""
    if slug not in SHIPPED:
        raise ValueError(f"{slug!r} does not ship; those that do are {', '.join(SHIPPED)}")
    return import_taxonomy(load_shipped_taxonomy(slug), by=by)
