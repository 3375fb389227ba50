"""Words of people as a value that no output takes: what may be read of them is asked for by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

MARKER: Final = "[…]"


class WordsRefused(TypeError):
    """Somebody tried to put words into an output that nobody had looked at for addresses, numbers and names."""

    def __init__(self, how: str) -> None:
        super().__init__(
            f"unmasked words cannot be {how}: use participants.texts.text_for(text, viewer) for people, "
            "words_for_computing(text) for what is compared and counted"
        )


@dataclass(frozen=True, slots=True)
class Withheld:
    """A person's name as it stands in a text: who may read it there all the same, and whose it is."""

    words: str
    audience: str
    owner: int | None = None

    def as_json(self) -> list[Any]:
        """Return what is kept of it."""
        return [self.words, self.audience, self.owner]


class UnmaskedText:
    """A text as a file brought it, which refuses to be formatted, rendered, joined or put into JSON.

    Comparing, hashing, measuring and asking whether there are words is allowed: they tell nobody anything. `withheld`
    None says that nobody has looked for names yet.
    """

    __slots__ = ("_words", "country", "withheld")

    def __init__(self, words: str, *, country: str = "", withheld: Sequence[Withheld] | None = None) -> None:
        self._words = words
        self.country = country
        self.withheld = withheld

    def __eq__(self, other: object) -> bool:
        if isinstance(other, UnmaskedText):
            return self._words == other._words
        return self._words == other if isinstance(other, str) else NotImplemented

    def __lt__(self, other: "UnmaskedText") -> bool:
        return self._words < other._words

    def __hash__(self) -> int:
        return hash(self._words)

    def __bool__(self) -> bool:
        return bool(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def __repr__(self) -> str:
        return f"<unmasked text of {len(self._words)} letters>"

    def __str__(self) -> str:
        raise WordsRefused("made a string")

    def __format__(self, form: str) -> str:
        raise WordsRefused("formatted")

    def __html__(self) -> str:
        raise WordsRefused("rendered")

    def _refuse(self, *_args: object) -> NoReturn:
        raise WordsRefused("taken apart or joined")

    __iter__ = __getitem__ = __contains__ = __add__ = __radd__ = __mod__ = __rmod__ = __mul__ = __rmul__ = _refuse
    __bytes__ = __fspath__ = __int__ = __float__ = _refuse


def raw_words(text: UnmaskedText | str) -> str:
    """Return the words themselves; for the two doors in `participants.texts` and the database field alone."""
    return text._words if isinstance(text, UnmaskedText) else text


def withheld_in(withheld_values: Iterable[Sequence[Any]]) -> tuple[Withheld, ...]:
    """Return the names that a row keeps as withheld."""
    return tuple(Withheld(*item) for item in withheld_values)


def completed(
    text: UnmaskedText, *, country: str = "", withheld: Iterable[Sequence[Any]] | None = None
) -> UnmaskedText:
    """Return a text that was read as a bare value with what its row says of it."""
    return UnmaskedText(raw_words(text), country=country, withheld=None if withheld is None else withheld_in(withheld))


def withholding(text: UnmaskedText, *withheld_values: Iterable[Sequence[Any]]) -> UnmaskedText:
    """Return a text of which the names are withheld that other rows keep, as a tie's are by both its ends."""
    additional = (withheld for values in withheld_values for withheld in withheld_in(values))
    return UnmaskedText(raw_words(text), country=text.country, withheld=(*(text.withheld or ()), *additional))


def without_names(words: str, names: Iterable[Withheld], *, marker: str = MARKER) -> str:
    """Return words with the names in them replaced by a marker, the longest first."""
    for name in sorted({name.words for name in names}, key=lambda words: (-len(words), words)):
        words = words.replace(name, marker)
    return words
