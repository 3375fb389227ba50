"""What goes into classification and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class CategoryDefinition:
    """A category's slug, and its name, definition and scope as one text per language code."""

    slug: str
    texts: Mapping[str, str]


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
        The word of the definition, or the telling word, that it answers to.
    """

    start: int
    end: int
    phrase: str
    answers_to: str


@dataclass(frozen=True)
class CategoryScore:
    """A category, how loudly the text speaks for it (0 to 1), and the phrases that do."""

    slug: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Ranking:
    """A text's categories, the loudest first; empty when nothing speaks for any ("cannot tell")."""

    scores: tuple[CategoryScore, ...]
    language: str
    is_fallback: bool = False
