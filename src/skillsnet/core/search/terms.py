"""What a search asks for: words and beginnings of words, together and as alternatives."""

from dataclasses import dataclass

from skillsnet.core.search.content_words import content_word
from skillsnet.core.search.word_forms import search_words


@dataclass(frozen=True, order=True)
class SearchTerm:
    """A folded word to look for: the beginning of a word, or a whole one."""

    word: str
    is_whole: bool = False


# Terms of which a document must hold each.
Phrase = tuple[SearchTerm, ...]


@dataclass(frozen=True)
class Meaning:
    """The same in words of a language: what to look for, and a form to show.

    Attributes
    ----------
    language : str
        A code of `PARALLEL_LANGUAGES`.
    phrase : Phrase
        What a text in that language must hold.
    shown : str
        The words as people write them.
    """

    language: str
    phrase: Phrase
    shown: str


def stem_phrase(text: str, language: str) -> Phrase:
    """Return what stands for some words in a text of their language: the beginnings of its content words.

    Examples
    --------
    >>> [term.word for term in stem_phrase("recognition of prior learning", "en")]
    ['recognit', 'prior', 'learn']
    """
    words = search_words(text)
    bare = [_beginning(word, content_word(word, language), language) for word in words]
    return tuple(SearchTerm(word) for word in bare if word) or tuple(SearchTerm(word, is_whole=True) for word in words)


def _beginning(word: str, stem: str, language: str) -> str:
    """Return the stem where the word begins with it, so that its other forms are found too."""
    least = 3 if language == "ar" else 4
    return stem if len(stem) >= least and word.startswith(stem) else word if stem else ""
