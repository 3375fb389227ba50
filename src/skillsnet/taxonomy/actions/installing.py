"""Bringing in the taxonomies that ship with the platform."""

from django.db import transaction

from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.core.taxonomy.builtin_schemes import BUILTIN_SCHEMES, load_builtin_scheme
from skillsnet.taxonomy.actions.importing import import_taxonomy
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import SKILLS

SKILLS_ORDER = 1


@transaction.atomic
def install_skills_taxonomy(*, by: int | None = None) -> Edition:
    """Bring in the skills categories' two editions, the second in force; does nothing where they stand already."""
    existing = Edition.objects.filter(taxonomy__slug=SKILLS, state=EditionState.PUBLISHED).first()
    if existing is not None:
        return existing
    taxonomy = import_taxonomy(load_skills_taxonomy(), by=by)
    Taxonomy.objects.filter(pk=taxonomy.pk).update(order=SKILLS_ORDER)
    return Edition.objects.get(taxonomy=taxonomy, state=EditionState.PUBLISHED)


def install_builtin_scheme(slug: str, *, by: int | None) -> Taxonomy:
    """Bring in one of the further lists as a taxonomy of its own, as a draft; `slug` is one of `BUILTIN_SCHEMES`."""
    if slug not in BUILTIN_SCHEMES:
        raise ValueError(f"{slug!r} does not ship; those that do are {', '.join(BUILTIN_SCHEMES)}")
    return import_taxonomy(load_builtin_scheme(slug), by=by)
