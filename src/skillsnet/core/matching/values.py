"""What is known of those who may be suggested to each other, and what a suggestion is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

# Kinds of reasons, the strongest first where two weigh the same.
ReasonKind: TypeAlias = Literal[
    "need_met",
    "offer_wanted",
    "partners_in_common",
    "categories_in_common",
    "beneficiaries_in_common",
    "means_in_common",
    "other_is_ahead",
    "is_ahead",
    "similar_texts",
    "region_wanted",
    "language_in_common",
    "same_country",
    "different_countries",
    "same_network",
]
REASON_KINDS: Final[tuple[ReasonKind, ...]] = get_args(ReasonKind)


@dataclass(frozen=True)
class PartyText:
    """Words of a project and the code of their language; None is guessed."""

    words: str
    language: str | None = None


@dataclass(frozen=True)
class Party:
    """One side of a match: an organisation, or a member without one, with its projects.

    Attributes
    ----------
    key : int
        Its number where it is stored.
    texts : tuple of PartyText
        What everybody may read of its projects, each on its own.
    project_count : int
        How many projects it has; 1 or more.
    categories, beneficiaries, means : frozenset of str
        Codes that its projects stand under.
    stage : int or None
        How far its furthest project has come: 0 for an idea, and one more for each step after it.
    languages : frozenset of str
        Working languages.
    country, region : str
        Codes; empty where not stated.
    offers, needs : frozenset of str
        Codes of what it gives and looks for, from one list: a need is met by the offer of the same code.
    wanted_regions : frozenset of str
        Regions in which it looks for others.
    is_paused : bool
        Whether it has as many open requests as it can answer: it is suggested to nobody meanwhile.
    excluded_keys : frozenset of int
        Whom it is never suggested, nor suggested to: connected, blocked, declined, dismissed, of the same body.
    """

    key: int
    texts: tuple[PartyText, ...] = ()
    project_count: int = 1
    categories: frozenset[str] = frozenset()
    beneficiaries: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    stage: int | None = None
    languages: frozenset[str] = frozenset()
    country: str = ""
    region: str = ""
    offers: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    wanted_regions: frozenset[str] = frozenset()
    is_paused: bool = False
    excluded_keys: frozenset[int] = frozenset()


@dataclass(frozen=True)
class MatchReason:
    """Why one party is suggested to another: a kind, and the stored values that make it true of both.

    Attributes
    ----------
    kind : str
        One of `REASON_KINDS`.
    values : mapping of str to tuple of str
        Codes by what they stand for, such as ``{"categories": ("recognition",)}``.
    """

    kind: ReasonKind
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggested:
    """A party that another one is shown.

    Attributes
    ----------
    index : int
        Index of the party that is shown.
    score : float
        Two-sided score; above 0, and comparable within one list.
    """

    index: int
    score: float
