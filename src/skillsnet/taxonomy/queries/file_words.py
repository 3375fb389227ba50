"""The words by which files name the categories of an edition, also of one that is still a draft."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from skillsnet.core.taxonomy import CategoryDocument
from skillsnet.core.text import fold
from skillsnet.taxonomy.enums import Verb
from skillsnet.taxonomy.models import Category, Correspondence, DraftStep, Edition
from skillsnet.taxonomy.queries.categories import last_successors
from skillsnet.taxonomy.queries.drafts import step_difference


@dataclass(frozen=True)
class FileWords:
    """Folded words with the slugs of an edition that they mean.

    `names` are those of the edition, with what its categories were called while it was drafted. `earlier_slugs` are
    those of categories of earlier editions that went on as one category of this one.
    """

    names: Mapping[str, str]
    earlier_slugs: Mapping[str, str]

    def slugs(self, words: Iterable[str]) -> list[str]:
        """Return the categories that some words of a file name, in their order.

        None where no word names a category of this edition: where an earlier choice went is for the correspondence.
        """
        folded = [fold(word) for word in words]
        if not any(word in self.names for word in folded):
            return []
        slugs = [self.names.get(word) or self.earlier_slugs.get(word) for word in folded]
        return list(dict.fromkeys(slug for slug in slugs if slug))


def file_words(edition: Edition, categories: Sequence[Category]) -> FileWords:
    """Return the words for the categories of an edition, given with their texts; three queries."""
    slugs = {category.slug for category in categories}
    earlier_slugs = _earlier_slugs(edition, categories)
    names = {word: slug for word, slug in _drafted_names(edition, slugs).items() if slug in slugs}
    for category in categories:
        for name in (category.slug, *(text.name for text in category.texts.all())):
            names[fold(name)] = category.slug
    return FileWords(
        names, {word: next(iter(new_slugs)) for word, new_slugs in earlier_slugs.items() if len(new_slugs) == 1}
    )


def _drafted_names(edition: Edition, slugs: set[str]) -> dict[str, str]:
    """Return what categories were called in the course of a draft; of one that was merged, what it became part of.

    The name of a category that was split means none of its parts. What an earlier edition has is left out.
    """
    slug_by_name: dict[str, str] = {}
    targets: dict[str, str] = {}
    added: set[str] = set()
    for step in DraftStep.objects.filter(edition=edition).order_by("pk"):
        difference = step_difference(step)
        if step.verb == Verb.SPLIT:
            slug_by_name = {name: slug for name, slug in slug_by_name.items() if slug != step.slug}
        if step.verb in (Verb.ADD, Verb.SPLIT):
            added |= {category.slug for category in difference.after.categories}
            added -= {category.slug for category in difference.before.categories}
        slug_by_name |= _names(category for category in difference.after.categories if category.slug in added)
        targets.pop(step.slug, None)
        if step.merged_into:
            targets[step.slug] = step.merged_into
    return {name: _target(slug, targets, slugs) for name, slug in slug_by_name.items()}


def _target(slug: str, targets: Mapping[str, str], slugs: set[str]) -> str:
    """Return the category that one has been merged into, over several merges."""
    passed: set[str] = set()
    while slug not in slugs and slug in targets and slug not in passed:
        passed.add(slug)
        slug = targets[slug]
    return slug


def _names(categories: Iterable[CategoryDocument]) -> dict[str, str]:
    return {
        fold(name): category.slug
        for category in categories
        for name in (category.slug, *(words.name for words in category.texts.values()))
        if name
    }


def _earlier_slugs(edition: Edition, categories: Sequence[Category]) -> dict[str, set[str]]:
    """Return the slugs of earlier editions with the categories of this one that they became, whatever lies between."""
    slug_by_id = {category.pk: category.slug for category in categories}
    earlier = Category.objects.filter(edition__taxonomy=edition.taxonomy_id, edition__number__lt=edition.number)
    successors: dict[int, list[int]] = defaultdict(list)
    pairs = Correspondence.objects.filter(old__in=earlier, new__isnull=False).order_by("pk")
    for old, new in pairs.values_list("old_id", "new_id"):
        successors[old or 0].append(new or 0)
    slugs_by_word: dict[str, set[str]] = defaultdict(set)
    for pk, slug in earlier.order_by("pk").values_list("pk", "slug"):
        slugs_by_word[fold(slug)] |= {slug_by_id[new] for new in last_successors(pk, successors) if new in slug_by_id}
    return slugs_by_word
