"""A name read once: everything that comparing and blocking ask of it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from skillsnet.core.intake.record_linkage.affiliations import split_affiliation
from skillsnet.core.intake.record_linkage.aliases import MAX_ACRONYM_CHARS, initials_of, split_aliases
from skillsnet.core.intake.record_linkage.normalisation import (
    content_words,
    core_name,
    is_misspelt_script,
    latin,
    usual,
    without_fillers,
    without_lead,
    without_legal_forms,
    words_in,
)
from skillsnet.core.intake.record_linkage.unnamed import is_unnamed
from skillsnet.core.intake.record_linkage.word_lists import list_words, place_codes, place_words
from skillsnet.core.text import without_article

MIN_ACRONYM_CHARS: Final = 2
MIN_SKELETON_CHARS: Final = 4
MIN_INITIALS_SET: Final = 5
# Legal forms that acronyms keep: "IFC" is the International Finance Corporation.
_IN_ACRONYMS: Final = frozenset(("corporation", "company"))
_MUTE: Final = str.maketrans(dict.fromkeys("aeiouvwyh", ""))
_ALIKE: Final = (("dzh", "j"), ("dj", "j"), ("ph", "f"), ("x", "ks"), ("q", "k"), ("c", "k"))


@dataclass(frozen=True, slots=True)
class NameVariants:
    """What a name says.

    `text` is the name without what stands in brackets; `native` and `squashed` the name without spaces, legal forms and
    article, in its own letters and in Latin ones; `letters` the words that count in its own letters; `content` those
    words, without a tail such as "International" and without a country set beside the name; `full_content` the same
    with both; `aliases` other names it gives, squashed, and `alias_texts` the same as written; `short` the name itself
    when it looks like an acronym; `initials` what it may be shortened to. Of an affiliation all of this is said of its
    organisation; `unit`, `city` and `address_country` are what it says besides, and `placed` the words that count with
    those of the city ("University of California", Berkeley); `spans` are other parts of it that may be its name,
    squashed, and `span_texts` the same as written.
    """

    text: str
    native: str
    squashed: str
    letters: str
    forms: frozenset[str]
    content: tuple[str, ...]
    full_content: tuple[str, ...]
    country_code: str
    aliases: tuple[str, ...]
    alias_texts: tuple[str, ...]
    aliases_are_own: bool
    short: str
    initials: tuple[str, ...]
    initials_set: str
    skeleton: str
    exact: frozenset[str]
    is_latin: bool
    may_be_misspelt: bool
    is_general: bool
    is_state: bool
    is_unit: bool
    is_worldwide: bool
    is_cut: bool
    is_name: bool
    is_affiliation: bool = False
    unit: str = ""
    city: str = ""
    address_country: str = ""
    placed: str = ""
    spans: tuple[str, ...] = ()
    span_texts: tuple[str, ...] = ()

    @property
    def content_text(self) -> str:
        """The words that count, without spaces."""
        return "".join(self.content)


@lru_cache(maxsize=16_384)
def variants_of(name: str) -> NameVariants:
    """Return what a name says; remembered, as a name often comes again soon. The variants take about 2 kB."""
    return derive_variants(name)


def derive_variants(name: str) -> NameVariants:
    """Return what a name says; of an affiliation, what its organisation's does."""
    affiliation = split_affiliation(name)
    if affiliation is None:
        return _derive_variants(name)
    variants = _derive_variants(affiliation.organisation)
    spans = {core: text for text in affiliation.alternatives if len(core := core_name(text).replace(" ", "")) > 1}
    placed = "".join((*variants.full_content, *content_words(words_in(affiliation.city)))) if affiliation.city else ""
    return replace(
        variants,
        is_affiliation=True,
        unit=affiliation.unit,
        city=affiliation.city,
        address_country=affiliation.country,
        placed=placed,
        spans=tuple(spans),
        span_texts=tuple(spans.values()),
    )


def _derive_variants(name: str) -> NameVariants:
    beside = split_aliases(name)
    with_forms = words_in(beside.text)
    bare, forms = without_legal_forms(with_forms)
    bare, country_code = _without_state_place(bare, beside.country_code)
    words = without_lead(bare)
    content = content_words(words)
    content_without_tail = _without_tail(content)
    short = _short(beside.text, bare)
    initials = () if short else _initials(beside.text, bare)
    aliases = _aliases(beside.aliases)
    small = list_words("small_words")
    significant_words = [word for word in words if word not in small]
    is_latin = all(word.isascii() for word in with_forms)
    squashed = "".join(latin(word) for word in without_fillers(words))
    return NameVariants(
        text=beside.text,
        native="".join(without_fillers(words)),
        squashed=squashed or "".join(words),
        letters="".join(map(without_article, significant_words)),
        forms=forms,
        content=content_without_tail,
        full_content=content_words(without_lead(without_legal_forms(words_in(_unbracketed(name)))[0])),
        country_code=country_code,
        aliases=tuple(aliases),
        alias_texts=tuple(aliases.values()),
        aliases_are_own=beside.is_own,
        short=short,
        initials=initials,
        initials_set=_letter_set(short) or _letter_set(initials[0] if initials else ""),
        skeleton=_skeleton(content),
        exact=_exact_words(beside.text),
        is_latin=is_latin,
        may_be_misspelt=all(map(is_misspelt_script, with_forms)),
        is_general=all(word in general_words() or word in place_words() or word.isdigit() for word in content),
        is_state=any(word in list_words("state_words") for word in words),
        is_unit=all(word in list_words("unit_words") for word in significant_words),
        is_worldwide=any(word in list_words("world_words") for word in words),
        is_cut=len(content_without_tail) < len(content),
        is_name=bool(words) and not is_unnamed(name),
    )


def _unbracketed(name: str) -> str:
    return name.translate(str.maketrans("()[]（）【】", "        "))


def _without_state_place(words: tuple[str, ...], country_code: str) -> tuple[tuple[str, ...], str]:
    """Return a ministry's words without "of the Republic of Kenya" at their end, and the country's code."""
    small = list_words("small_words")
    if country_code or len(words) < 5 or not any(word in list_words("state_words") for word in words[:2]):
        return words, country_code
    for start in range(3, len(words) - 1):
        tail = tuple(word for word in words[start + 1 :] if word not in small)
        if words[start] in small and words[start - 1] not in small and tail in place_codes():
            return words[:start], place_codes()[tail]
    return words, ""


def _without_tail(content: tuple[str, ...]) -> tuple[str, ...]:
    is_tailed = len(content) > 1 and content[-1] in list_words("tail_words")
    return content[:-1] if is_tailed and any(word not in general_words() for word in content[:-1]) else content


def _short(text: str, words: tuple[str, ...]) -> str:
    """Return the name, folded, when it is one word in capitals."""
    if len(words) != 1 or not MIN_ACRONYM_CHARS <= len(words[0]) <= MAX_ACRONYM_CHARS:
        return ""
    spelling = next((part for part in text.split() if words_in(part) == words), text)
    capitals = sum(sign.isupper() for sign in spelling)
    return words[0] if capitals >= MIN_ACRONYM_CHARS and 5 * capitals >= 3 * len(words[0]) else ""


def _initials(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the acronyms a name may go by; "of the United Nations" may be left out of them."""
    # As written, for the humps of "OpenStreetMap", without the words of a legal form.
    parts = [(part, set(words_in(part))) for part in text.split()]
    spelling = " ".join(part for part, part_words in parts if part_words <= set(words))
    acronyms = [*initials_of(spelling or " ".join(words))]
    if any(part_words & _IN_ACRONYMS for _, part_words in parts) and len(words) > 1:
        acronyms.append(
            initials_of(" ".join(part for part, part_words in parts if part_words <= set(words) | _IN_ACRONYMS))[0]
        )
    plain = tuple(word for word in words if word not in list_words("small_words"))
    nations = ("united", "nations")
    if plain[:2] == nations:
        acronyms.append("".join(word[0] for word in plain[2:]))
    if plain[-2:] == nations:
        acronyms.append("".join(word[0] for word in plain[:-2]))
    shortest = MIN_ACRONYM_CHARS if len(words) > 1 else MIN_ACRONYM_CHARS + 1
    return tuple(initials for initials in dict.fromkeys(acronyms) if shortest <= len(initials) <= MAX_ACRONYM_CHARS)


def _letter_set(letters: str) -> str:
    kinds = sorted(set(letters))
    return letters[0] + "".join(kinds) if len(kinds) >= MIN_INITIALS_SET else ""


def _aliases(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the other names as written, by their letters without spaces, legal forms and articles."""
    texts_by_letters: dict[str, str] = {}
    for text in texts:
        words = without_fillers(without_lead(without_legal_forms(words_in(text))[0]))
        texts_by_letters.setdefault("".join(latin(word) or word for word in words), text)
    return {letters: text for letters, text in texts_by_letters.items() if len(letters) > 1}


def _skeleton(content: tuple[str, ...]) -> str:
    """Return the consonants of the words, those that sound alike unified and doubled ones once."""
    text = "".join(content)
    for letters, sound in _ALIKE:
        text = text.replace(letters, sound)
    text = text.translate(_MUTE)
    once = "".join(sign for position, sign in enumerate(text) if not position or text[position - 1] != sign)
    return once if len(once) >= MIN_SKELETON_CHARS else ""


def _exact_words(text: str) -> frozenset[str]:
    """Return words with capitals within ("OpenEMR"), in which each letter counts, unless the whole name is so."""
    parts = text.split()
    if len(parts) > 1 and text.isupper():
        return frozenset()
    capital = (part for part in parts if sum(sign.isupper() for sign in part[1:]) > 1)
    return frozenset(usual(word) for part in capital for word in words_in(part))


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """Return the general words in the form of `content`, with those of states and units."""
    lists = ("general_words", "state_words", "unit_words", "world_words", "business_words")
    return frozenset(usual(word) for name in lists for word in list_words(name))
