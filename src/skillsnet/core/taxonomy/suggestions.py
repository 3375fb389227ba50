"""Short names, marks, numbers and colours for new categories of a draft."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from skillsnet.core.taxonomy.documents import MAX_NUMBER
from skillsnet.core.taxonomy.drafts import Draft
from skillsnet.core.taxonomy.slugs import category_slug, mark_for
from skillsnet.core.text.slugs import free_slug

# How many colours there are; a later category has one of them with a pattern.
COLOURS: Final = 9


@dataclass(frozen=True)
class Properties:
    """What a category has beside its words; 0 and an empty text are open."""

    slug: str = ""
    number: int = 0
    mark: str = ""
    colour: int = 0


def free_colours(draft: Draft, *, without: Iterable[str] = ()) -> tuple[int, ...]:
    """Return the colours that no category has, in the order in which to take them.

    Parameters
    ----------
    draft : Draft
        Whose categories have colours.
    without : iterable of str
        Short names of categories whose colour counts as free, since they go.

    Returns
    -------
    tuple of int
        First those that the edition before does not use either, then the others of the first nine, then one more:
        the next that is drawn with a pattern. Never empty.

    Examples
    --------
    >>> free_colours(Draft(1, ()))
    (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    """
    result = []
    for colour in _colours(draft, without):
        result.append(colour)
        if colour > COLOURS:
            break
    return tuple(result)


def _colours(draft: Draft, without: Iterable[str]) -> Iterator[int]:
    """Yield colours that no category has, without an end."""
    leaving = set(without)
    used = {category.colour for category in draft.categories if category.slug not in leaving}
    used_before = {category.colour for category in draft.old.categories} if draft.old else set()
    yield from sorted(set(range(1, COLOURS + 1)) - used, key=lambda colour: (colour in used_before, colour))
    yield from (colour for colour in count(COLOURS + 1) if colour not in used)


def completed(
    draft: Draft, properties: Sequence[tuple[Properties, str]], *, without: Sequence[str] = ()
) -> list[Properties]:
    """Return the properties of new categories, those that are open suggested; no two are the same.

    Parameters
    ----------
    draft : Draft
        To which they are added.
    properties : sequence of (Properties, str)
        What is stated of each, and its name.
    without : sequence of str
        Short names of categories that go: their numbers, marks and colours are free, their short names are not.

    Returns
    -------
    list of Properties
        In the same order. A short name is one that neither edition has.
    """
    leaving = set(without)
    staying = [category for category in draft.categories if category.slug not in leaving]
    slugs = {*draft.slugs, *draft.old_slugs, *(stated.slug for stated, _name in properties)}
    marks = {*(category.mark for category in staying), *(stated.mark for stated, _name in properties)}
    numbers = {*(category.number for category in draft.categories), *(stated.number for stated, _name in properties)}
    stated_colours = {stated.colour for stated, _name in properties}
    colours = (colour for colour in _colours(draft, without) if colour not in stated_colours)
    result = []
    for stated, name in properties:
        slug = stated.slug or free_slug(category_slug(name) or "category", taken=slugs)
        mark = stated.mark or mark_for(name, len(marks) + 1, used_marks=marks)
        number = stated.number or _next_number(numbers)
        colour = stated.colour or next(colours)
        slugs.add(slug)
        marks.add(mark)
        numbers.add(number)
        result.append(Properties(slug, number, mark, colour))
    return result


def _next_number(numbers: Iterable[int]) -> int:
    """Return the number after the highest, or the first that is free where that would be too high."""
    used = set(numbers)
    following = max(used, default=0) + 1
    return following if following <= MAX_NUMBER else next(number for number in count(1) if number not in used)
