"""A taxonomy as plain values: editions, their categories in several languages, and how editions correspond."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from skillsnet.core.taxonomy.problems import TaxonomyProblem


class Kind(StrEnum):
    """How a category of one edition relates to one of the next."""

    KEPT = "kept"
    RENAMED = "renamed"
    RENUMBERED = "renumbered"
    WIDENED = "widened"
    NARROWED = "narrowed"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    RETIRED = "retired"


# Kinds by which a category goes on as one, whatever else joins it.
GOING_ON = frozenset({Kind.KEPT, Kind.RENAMED, Kind.RENUMBERED, Kind.WIDENED, Kind.NARROWED})


@dataclass(frozen=True)
class CategoryWords:
    """A category's words in one language."""

    name: str
    definition: str = ""
    includes: str = ""
    excludes: str = ""
    examples: str = ""


@dataclass(frozen=True)
class CategoryDocument:
    """A category of one edition; `colour` is the index of its colour token, from 1, `parent` a slug of this edition."""

    slug: str
    number: int
    mark: str
    colour: int
    texts: Mapping[str, CategoryWords]
    parent: str | None = None


@dataclass(frozen=True)
class EditionDocument:
    """One edition's categories, in order, with a note on how it came about; `state` is empty where it is not said."""

    number: int
    categories: tuple[CategoryDocument, ...]
    state: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """How a category of the edition before became one of `edition`, with the reason per language.

    `old` and `new` are slugs; None where there is none.
    """

    old: str | None
    new: str | None
    kind: str
    reasons: Mapping[str, str]
    edition: int = 2


@dataclass(frozen=True)
class TaxonomyDocument:
    """A taxonomy with its editions, by number, and the changes that each brought.

    `remarks` says what of a file it was read from has no place in it.
    """

    names: Mapping[str, str]
    editions: tuple[EditionDocument, ...]
    correspondence: tuple[Change, ...]
    slug: str = ""
    is_multi_valued: bool = True
    is_tree: bool = False
    remarks: tuple[TaxonomyProblem, ...] = ()

    def edition(self, number: int) -> EditionDocument | None:
        """Return the edition with a number, if there is one."""
        return next((edition for edition in self.editions if edition.number == number), None)

    def before(self, number: int) -> EditionDocument | None:
        """Return the edition before a number, if there is one."""
        earlier = [edition for edition in self.editions if edition.number < number]
        return max(earlier, key=lambda edition: edition.number, default=None)

    def changes_of(self, number: int) -> tuple[Change, ...]:
        """Return the changes that an edition brought."""
        return tuple(change for change in self.correspondence if change.edition == number)
