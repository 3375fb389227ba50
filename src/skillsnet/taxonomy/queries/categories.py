"""Reading editions and their categories."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from skillsnet.core.text import fold
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Category, CategoryText, Correspondence, Edition

SKILLS = "skills"
FALLBACK_LANGUAGE = "en"
MAX_NUMBER = 32_767
ONCE_PUBLISHED = (EditionState.PUBLISHED, EditionState.SUPERSEDED)


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


def readable_edition(number: int, slug: str = SKILLS) -> Edition | None:
    """Return the edition of a number that is or was in force, if there is one."""
    editions = Edition.objects.filter(taxonomy__slug=slug, state__in=ONCE_PUBLISHED, number=number)
    return editions.first() if number <= MAX_NUMBER else None


def editions_with(category: str, slug: str = SKILLS) -> list[int]:
    """Return the numbers of the editions that are or were in force and have a category of this name, in order."""
    editions = Edition.objects.filter(taxonomy__slug=slug, state__in=ONCE_PUBLISHED, categories__slug=category)
    return list(editions.order_by("number").values_list("number", flat=True))


def categories_in(number: int | None, language: str) -> list[CategoryView]:
    """Return the categories of the edition of a number, of the one in force for None."""
    return current_categories(language) if number is None else categories_of(readable_edition(number), language)


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


def named_categories(slug: str = SKILLS) -> dict[str, tuple[str, ...]]:
    """Return every folded word by which a file may name a category of any edition, with the slugs it means today.

    Words are the slug, the names in each language, and either of them after the category's number; the number and
    the mark alone too. A category of an earlier edition follows its correspondences. A word with several
    slugs (a category that was split, a number that two editions use differently) is for somebody to decide.
    Three queries.
    """
    edition = current_edition(slug)
    if edition is None:
        return {}
    # What is only drafted names nothing yet, and nothing has become it.
    published = Category.objects.filter(edition__taxonomy=edition.taxonomy_id, edition__state__in=ONCE_PUBLISHED)
    categories = list(published.prefetch_related("texts").order_by("pk"))
    successors: dict[int, list[int]] = defaultdict(list)
    ids = [item.pk for item in categories]
    pairs = Correspondence.objects.filter(old__in=ids, new__in=ids).order_by("pk")
    for old, new in pairs.values_list("old_id", "new_id"):
        successors[old or 0].append(new or 0)
    by_id = {item.pk: item for item in categories}
    slugs_by_word: dict[str, list[str]] = defaultdict(list)
    own_slugs_by_word: dict[str, list[str]] = defaultdict(list)
    for category in categories:
        successors_today = [by_id[pk] for pk in last_successors(category.pk, successors)]
        today = [item.slug for item in successors_today if item.edition_id == edition.pk]
        names = {fold(name) for name in (category.slug, *(text.name for text in category.texts.all()))}
        for word in names | {f"{category.number}{dot} {name}" for name in names for dot in ("", ".")}:
            slugs_by_word[word] += today
            if category.edition_id == edition.pk:
                own_slugs_by_word[word].append(category.slug)
        for word in (str(category.number), fold(category.mark)):
            slugs_by_word[word] += today
    # A name in force means its own category, whatever an earlier edition called so.
    return {
        word: tuple(dict.fromkeys(own_slugs_by_word.get(word) or slugs))
        for word, slugs in slugs_by_word.items()
        if slugs
    }


def last_successors(pk: int, successors: Mapping[int, Sequence[int]]) -> Iterable[int]:
    """Yield the ids of the categories that one has become, the last of each line; its own where it became none."""
    if not successors.get(pk):
        yield pk
    for new in successors.get(pk, ()):
        yield from last_successors(new, successors)
