"""How two names are related: the same, the same words, another name, the acronym, a slip of the pen."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from skillsnet.core.intake.record_linkage.aliases import skips_words
from skillsnet.core.intake.record_linkage.blocking import shorts_of, slip_keys
from skillsnet.core.intake.record_linkage.name_variants import NameVariants, general_words
from skillsnet.core.intake.record_linkage.normalisation import usual
from skillsnet.core.intake.record_linkage.word_lists import list_words, marked_list_words, place_words

# Letters a word must have for one slip, and for two; a general word ("Insitute") is told sooner than a proper one, and
# a name of a single word later than one with other words that agree.
MIN_SLIP_CHARS: Final = {"general": 5, "proper": 7, "alone": 8}
MIN_TWO_SLIPS_CHARS: Final = 10
MAX_SLIPS: Final = 2
MIN_SHARED_CHARS: Final = 5
MIN_ALIAS_CHARS: Final = 3
MIN_FREE_WORDS: Final = 3
# The order of words tells two universities of one name apart ("Washington University", "University of Washington").
_ORDERED: Final = frozenset(map(usual, ("university", "college", "school", "universidad", "universite", "institute")))


class Grade(IntEnum):
    """How much a relation of two names weighs."""

    WEAK = 1  # only beside a shared address, domain or external id
    LOCAL = 2  # only within one stated country
    OTHER_FORM = 3  # another form of the name
    SAME_WORDS = 4  # the same words
    SAME_NAME = 5  # the same name


@dataclass(frozen=True, slots=True)
class Relation:
    """How two names are related; `code` and `value` as in `Reason`."""

    grade: Grade
    code: str
    value: str = ""


def relation_of(a: NameVariants, b: NameVariants) -> Relation | None:
    """Return the strongest relation of two names; None when they have none or tell two bodies apart."""
    if not a.is_name or not b.is_name:
        return None
    local = None
    if a.is_affiliation and b.is_affiliation and a.unit != b.unit and a.unit and b.unit:
        # Two parts of one whole, or of two.
        return None
    for find in (_same_name, _same_words, _other_name, _span, _acronym, _slip, _sound):
        relation = find(a, b)
        if relation and relation.grade >= Grade.OTHER_FORM:
            return relation
        local = local or relation
    return local


def weak_relation_of(a: NameVariants, b: NameVariants) -> Relation | None:
    """Return a relation that counts only beside hard evidence; None when there is none."""
    if not a.is_name or not b.is_name:
        return None
    return _skipping(a, b) or _skipping(b, a) or _head(a, b) or _head(b, a)


def shares_proper_word(a: NameVariants, b: NameVariants) -> bool:
    """Return whether two names share a word that is not general, and neither is a part of a whole."""
    shared = {word for word in a.content if len(word) >= MIN_SHARED_CHARS} & set(b.content)
    parts = list_words("unit_words")
    has_part = any(word in parts for word in (*a.content, *b.content))
    told_apart = any(word.isdigit() or word in place_words() for word in set(a.content) ^ set(b.content))
    return bool(shared - general_words() - place_words()) and not has_part and not told_apart


def _same_name(a: NameVariants, b: NameVariants) -> Relation | None:
    if a.squashed != b.squashed:
        return None
    if a.native != b.native:
        # Two names in Chinese that sound alike are two names.
        return Relation(Grade.SAME_WORDS, "transliterated") if a.is_latin != b.is_latin else None
    code = "same_name" if a.forms == b.forms else "same_name_without_legal_form"
    aliases_are_own = a.aliases_are_own and b.aliases_are_own
    is_disputed = not aliases_are_own or (a.aliases and b.aliases and not set(a.aliases) & set(b.aliases))
    return Relation(Grade.SAME_WORDS if is_disputed else Grade.SAME_NAME, code)


def _same_words(a: NameVariants, b: NameVariants) -> Relation | None:
    if not a.is_latin and not b.is_latin and not (a.may_be_misspelt and b.may_be_misspelt):
        # Latin letters blur Arabic and Chinese: there the own letters must agree.
        return Relation(Grade.SAME_WORDS, "same_words") if a.letters == b.letters else None
    if any(side.placed and side.placed == "".join(other.full_content) for side, other in ((a, b), (b, a))):
        return Relation(Grade.SAME_WORDS, "same_words")
    if a.content_text == b.content_text:
        if a.is_cut != b.is_cut:
            return Relation(Grade.OTHER_FORM, "short_form")
        return Relation(Grade.SAME_WORDS, "same_words")
    if a.country_code != b.country_code and "".join(a.full_content) == "".join(b.full_content):
        return Relation(Grade.SAME_WORDS, "same_words")
    if sorted(a.content) == sorted(b.content) and _is_free(a.content):
        return Relation(Grade.OTHER_FORM, "same_words")
    return None


def _is_free(content: tuple[str, ...]) -> bool:
    """Return whether the order of words tells nothing: "Fundación Raíces", but not "Washington University"."""
    is_led = any(word in general_words() for word in content)
    return len(content) >= (2 if is_led else MIN_FREE_WORDS) and not _ORDERED & set(content)


def _other_name(a: NameVariants, b: NameVariants) -> Relation | None:
    alias_matches = [
        long.alias_texts[long.aliases.index(short.squashed)]
        for short, long in ((a, b), (b, a))
        if short.squashed in long.aliases and len(short.squashed) >= MIN_ALIAS_CHARS
    ]
    if alias_matches:
        return Relation(Grade.OTHER_FORM, "alias", min(alias_matches))
    shared = [
        min(text, b.alias_texts[b.aliases.index(alias)])
        for alias, text in zip(a.aliases, a.alias_texts, strict=True)
        if alias in b.aliases and len(alias) > MIN_ALIAS_CHARS
    ]
    if shared and not a.is_unit and not b.is_unit:
        return Relation(Grade.LOCAL, "alias", min(shared))
    return None


def _span(a: NameVariants, b: NameVariants) -> Relation | None:
    """Return whether another part of an affiliation is the name, which then is no general one ("School of Health")."""
    for affiliated, other in ((a, b), (b, a)):
        if other.squashed in affiliated.spans and not other.is_affiliation:
            text = affiliated.span_texts[affiliated.spans.index(other.squashed)]
            if not other.is_general or ", " in text:
                return Relation(Grade.OTHER_FORM, "alias", text)
    return None


def _acronym(a: NameVariants, b: NameVariants) -> Relation | None:
    acronym_matches = [
        (_acronym_grade(short, is_name=short == a_side.short), short.upper())
        for a_side, b_side in ((a, b), (b, a))
        for short in shorts_of(a_side)
        if short in b_side.initials
    ]
    if acronym_matches:
        grade, short = max(acronym_matches)
        return Relation(grade, "acronym", short)
    if a.initials_set and a.initials_set == b.initials_set and bool(a.short) != bool(b.short):
        return Relation(Grade.LOCAL, "acronym", (a.short or b.short).upper())
    return None


def _acronym_grade(short: str, *, is_name: bool) -> Grade:
    if len(short) < MIN_ALIAS_CHARS:
        return Grade.WEAK
    return Grade.OTHER_FORM if is_name else Grade.LOCAL


def _slip(a: NameVariants, b: NameVariants) -> Relation | None:
    if len(a.content) != len(b.content) or not (a.may_be_misspelt and b.may_be_misspelt):
        return None
    differing = [(word_a, word_b) for word_a, word_b in zip(a.content, b.content, strict=True) if word_a != word_b]
    if len(differing) != 1:
        return None
    word_a, word_b = differing[0]
    if word_a in a.exact or word_b in b.exact or not _is_slip(word_a, word_b, is_alone=len(a.content) == 1):
        return None
    keys = slip_keys(a.content, may_be_misspelt=True)
    if not any(key in keys for key in slip_keys(b.content, may_be_misspelt=True)):
        return None
    percent = int(fuzz.ratio(" ".join(a.content), " ".join(b.content)))
    return Relation(Grade.OTHER_FORM, "near_name", str(percent))


def _is_slip(word_a: str, word_b: str, *, is_alone: bool) -> bool:
    """Return whether one of two words is the other misspelt, and no word of its own."""
    shorter = min(len(word_a), len(word_b))
    has_digit = any(sign.isdigit() for sign in word_a + word_b)
    if word_a[0] != word_b[0] or has_digit or shorter < MIN_SLIP_CHARS["general"]:
        return False
    are_general = [word in general_words() for word in (word_a, word_b)]
    are_places = [word in place_words() for word in (word_a, word_b)]
    if (
        all(are_general)
        or all(are_places)
        or (any(are_places) and (any(are_general) or word_a.startswith(word_b) or word_b.startswith(word_a)))
    ):
        return False
    slips = OSA.distance(word_a, word_b, score_cutoff=MAX_SLIPS)
    if slips > 1:
        return slips <= MAX_SLIPS and shorter >= MIN_TWO_SLIPS_CHARS and not is_alone
    if any(are_general):
        return True
    # "Mario" and "Maria": a last letter alone tells two proper words apart.
    is_ending = word_a[:-1] == word_b[:-1]
    return shorter >= MIN_SLIP_CHARS["alone" if is_alone else "proper"] and not is_ending


def _sound(a: NameVariants, b: NameVariants) -> Relation | None:
    if a.is_latin == b.is_latin or not a.skeleton or a.skeleton != b.skeleton:
        return None
    return Relation(Grade.LOCAL, "transliterated")


def _skipping(short: NameVariants, long: NameVariants) -> Relation | None:
    is_one_word = len(short.content) == 1 and len(short.full_content) == 1
    if not is_one_word or not skips_words(short.squashed, long.content):
        return None
    return Relation(Grade.WEAK, "acronym", short.text)


def _head(short: NameVariants, long: NameVariants) -> Relation | None:
    """Return whether a name lacks only what the body does at the end of the other: "Apache", "Apache Software …"."""
    size = len(short.content)
    tail = long.content[size:]
    if not tail or long.content[:size] != short.content or all(word in general_words() for word in short.content):
        return None
    business = frozenset(map(usual, list_words("business_words")))
    satellites = frozenset(map(usual, marked_list_words("business_words")))
    is_tail = all(word in business or word in satellites for word in tail)
    if is_tail and any(word in business and word not in satellites for word in tail):
        return Relation(Grade.WEAK, "short_form")
    return None
