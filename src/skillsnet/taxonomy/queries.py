"""Reading editions and their categories."""

from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Category, CategoryText, Edition

SKILLS = "skills"
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True)
class CategoryView:
    """A category in the words of one language; `is_fallback` when the words are another language's."""

    id: int
    slug: str
    number: int
    mark: str
    colour: int
    name: str
    definition: str
    includes: str
    excludes: str
    language: str
    is_fallback: bool


def current_edition(slug: str = SKILLS) -> Edition | None:
    """Return the published edition of a taxonomy, if there is one."""
    return Edition.objects.filter(taxonomy__slug=slug, state=EditionState.PUBLISHED).first()


def categories_of(edition: Edition | None, language: str) -> list[CategoryView]:
    """Return an edition's categories in order, in the language or visibly in English; two queries."""
    if edition is None:
        return []
    categories = edition.categories.prefetch_related("texts").order_by("order", "pk")
    return [view_of(category, language) for category in categories]


def current_categories(language: str) -> list[CategoryView]:
    """Return the categories in force."""
    return categories_of(current_edition(), language)


def view_of(category: Category, language: str) -> CategoryView:
    """Return a category in the words of a language; reads `category.texts`, so prefetch them for lists."""
    text = _text_in(list(category.texts.all()), language)
    return CategoryView(
        id=category.pk,
        slug=category.slug,
        number=category.number,
        mark=category.mark,
        colour=category.colour,
        name=text.name if text else category.slug,
        definition=text.definition if text else "",
        includes=text.includes if text else "",
        excludes=text.excludes if text else "",
        language=text.language if text else FALLBACK_LANGUAGE,
        is_fallback=text is None or text.language != language,
    )


def _text_in(texts: Sequence[CategoryText], language: str) -> CategoryText | None:
    by_language = {text.language: text for text in texts}
    return by_language.get(language) or by_language.get(FALLBACK_LANGUAGE) or (texts[0] if texts else None)
