"""What goes into classification and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# Beside the likeliest, a text has the categories that are nearly as likely, up to three in all.
SECOND_SHARE: Final = 0.6
MOST_CHOSEN: Final = 3


class Embedder(Protocol):
    """Turns texts into directions, near ones for near meanings; an optional source beside terms and subjects."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row a text; the same text gives the same row."""
        ...


class EvidenceSource(StrEnum):
    """What a phrase of a text answers to."""

    INDICATOR_TERM = "indicator_term"
    DEFINITION = "definition"
    CONFIRMED = "confirmed"
    TEXTS = "texts"


@dataclass(frozen=True)
class CategoryDefinition:
    """A category's slug, and its name, definition and scope as one text per language code.

    Attributes
    ----------
    names : tuple of str
        The category's names in any language; by one of them a category of another list may find its indicator terms.
    """

    slug: str
    texts: Mapping[str, str]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Confirmed:
    """A text whose categories somebody confirmed, the main one first; `key` names its project."""

    text: str
    language: str | None
    slugs: tuple[str, ...]
    key: int | str = ""


@dataclass(frozen=True)
class Evidence:
    """A phrase of the text that speaks for a category.

    Attributes
    ----------
    start, end : int
        Where the phrase stands in the text, in characters.
    phrase : str
        The phrase as it stands in the text.
    answers_to : str
        The indicator term, or the word of the definition, that it answers to; for a phrase learnt from other texts, the
        word of the definition that keeps its company, or the phrase itself.
    source : EvidenceSource
        Whether it answers to an indicator term, to the definition, to confirmed texts or to what texts have in common.
    weight : float
        How much it adds for this category, in the units of the classifier; the largest of a text is what speaks most.
    keys : tuple
        Up to three confirmed texts of the category that hold the phrase.
    """

    start: int
    end: int
    phrase: str
    answers_to: str
    source: EvidenceSource = EvidenceSource.DEFINITION
    weight: float = 0.0
    keys: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class CategoryScore:
    """A category, the probability that a reader would put the text there (0 to 1), and the phrases that say so."""

    slug: str
    probability: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """A text's categories, all of them, the likeliest first.

    Attributes
    ----------
    language : str
        The language whose definitions it was read with; `is_fallback` when the text's own has none.
    is_conclusive : bool
        Whether the text tells. False: nothing in it speaks for any category, or too little to rely on ("cannot tell").
    """

    scores: tuple[CategoryScore, ...]
    language: str
    is_fallback: bool = False
    is_conclusive: bool = True


def assigned_categories(ranking: Ranking, *, multi_label: bool) -> tuple[str, ...]:
    """Return the categories a ranking gives its text, the main one first.

    Parameters
    ----------
    ranking : Ranking
        Of at least one category.
    multi_label : bool
        Whether a text may have several.

    Returns
    -------
    tuple of str
        One slug; of several, up to three that are at least 0.6 times as likely as the first.
    """
    if not multi_label:
        return tuple(score.slug for score in ranking.scores[:1])
    least = SECOND_SHARE * ranking.scores[0].probability if ranking.scores else 0
    return tuple(score.slug for score in ranking.scores[:MOST_CHOSEN] if score.probability >= least)
