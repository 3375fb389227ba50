"""Writes about taxonomies."""

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.core.taxonomy import TaxonomyDocument, load_skills_taxonomy
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Category, CategoryText, Correspondence, Edition, Taxonomy
from skillsnet.taxonomy.queries import SKILLS


@transaction.atomic
def install_skills_taxonomy(*, by: int | None = None) -> Edition:
    """Bring in the skills categories' two editions, the second in force; does nothing where they stand already."""
    standing = Edition.objects.filter(taxonomy__slug=SKILLS, state=EditionState.PUBLISHED).first()
    if standing is not None:
        return standing
    document = load_skills_taxonomy()
    taxonomy, _ = Taxonomy.objects.get_or_create(slug=SKILLS, defaults={"names": dict(document.names)})
    last = max(edition.number for edition in document.editions)
    for edition in document.editions:
        state = EditionState.PUBLISHED if edition.number == last else EditionState.SUPERSEDED
        _write_edition(taxonomy, document, number=edition.number, state=state)
    _write_correspondence(taxonomy, document)
    published = Edition.objects.get(taxonomy=taxonomy, number=last)
    record("taxonomy.install", subject=f"edition:{published.pk}", by=by, editions=len(document.editions))
    return published


def _write_edition(taxonomy: Taxonomy, document: TaxonomyDocument, *, number: int, state: EditionState) -> None:
    source = next(edition for edition in document.editions if edition.number == number)
    published_on = timezone.now().date() if state == EditionState.PUBLISHED else None
    edition = Edition.objects.create(taxonomy=taxonomy, number=number, state=state, published_on=published_on)
    for order, category in enumerate(source.categories, start=1):
        written = Category.objects.create(
            edition=edition,
            slug=category.slug,
            number=category.number,
            mark=category.mark,
            colour=category.colour,
            order=order,
        )
        CategoryText.objects.bulk_create(
            CategoryText(
                category=written,
                language=language,
                name=text.name,
                definition=text.definition,
                includes=text.includes,
                excludes=text.excludes,
            )
            for language, text in category.texts.items()
        )


def _write_correspondence(taxonomy: Taxonomy, document: TaxonomyDocument) -> None:
    standing = Category.objects.filter(edition__taxonomy=taxonomy).select_related("edition")
    category = {(found.edition.number, found.slug): found for found in standing}
    Correspondence.objects.bulk_create(
        Correspondence(
            old=category[1, change.old] if change.old else None,
            new=category[2, change.new] if change.new else None,
            kind=change.kind,
            reasons=dict(change.reasons),
        )
        for change in document.correspondence
    )
