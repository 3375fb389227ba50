"""Keys by which organisations that may be one are found without comparing all with all."""

import hashlib
from functools import lru_cache
from typing import Final

from skillsnet.core.intake.organisation_likeness import OrganisationTraits
from skillsnet.core.intake.record_linkage.name_variants import NameVariants, variants_of

MAX_KEY_CHARS: Final = 80
_DIGEST_CHARS: Final = 24
# A slip in one word of so many leaves half of the words, or all others, as they are.
MIN_HALVED_WORDS: Final = 4
EDGE_CHARS: Final = 4
MIN_REORDERED_WORDS: Final = 2


@lru_cache(maxsize=4096)
def block_keys(traits: OrganisationTraits) -> tuple[str, ...]:
    """Return the keys of an organisation; two that `likeness` holds for one share at least one key.

    Parameters
    ----------
    traits : OrganisationTraits
        What is known of it.

    Returns
    -------
    tuple of str
        Each once, of 1 to 80 characters; the same for the same traits at any time. A name gives 3 to 12 of them, each
        address, domain and external id one more. A name that is none ("N/A") gives none.

    Notes
    -----
    Standard blocking on several keys (Christen, "Data Matching", 2012, chapter 4), with an inverted index by the
    caller. Kinds by prefix: ``id``, ``mail``, ``web``; ``n`` the name or an alias squashed; ``s`` its telling words
    squashed; ``r`` those words sorted; ``a`` the name or an alias as an acronym, or its initials; ``i`` the letters of
    such an acronym as a set; ``k`` consonants, for names in two scripts; ``t`` what one slip of the pen leaves. Longer
    keys end in a digest. O(length of the name).

    Examples
    --------
    >>> block_keys(OrganisationTraits("Moodle Pty Ltd", domains=frozenset({"moodle.org"})))
    ('web:moodle.org', 'n:moodle', 's:moodle', 't1:mood', 't2:odle')
    """
    return keys_of(traits, variants_of(traits.name))


def keys_of(traits: OrganisationTraits, variants: NameVariants) -> tuple[str, ...]:
    """Return the same as `block_keys`, for a name already read."""
    hard = [
        *([f"id:{traits.external_id}"] if traits.external_id else []),
        *(f"mail:{address}" for address in sorted(traits.addresses)),
        *(f"web:{domain}" for domain in sorted(traits.all_domains)),
    ]
    return tuple(_fitting(key) for key in dict.fromkeys((*hard, *name_keys(variants))))


def name_keys(variants: NameVariants) -> tuple[str, ...]:
    """Return the keys that a name gives, those of misspellings last."""
    if not variants.is_name:
        return ()
    content = variants.content
    keys = [f"n:{variants.squashed}", *(f"n:{alias}" for alias in variants.aliases), f"s:{variants.content_text}"]
    keys.append(f"s:{''.join(variants.full_content)}")
    keys += [f"n:{span}" for span in variants.spans]
    if variants.placed:
        keys.append(f"s:{variants.placed}")
    if len(content) >= MIN_REORDERED_WORDS:
        keys.append("r:" + " ".join(sorted(content)))
    keys += [f"a:{short}" for short in shorts_of(variants)]
    keys += [f"a:{initials}" for initials in variants.initials]
    if variants.initials_set:
        keys.append(f"i:{variants.initials_set}")
    if variants.skeleton:
        keys.append(f"k:{variants.skeleton}")
    return tuple(dict.fromkeys((*keys, *slip_keys(content, may_be_misspelt=variants.may_be_misspelt))))


def shorts_of(variants: NameVariants) -> tuple[str, ...]:
    """Return the acronyms that a name is or gives of itself, folded."""
    short_forms = (variants.short,) if variants.short else ()
    return (*short_forms, *(alias for alias in variants.aliases if 2 <= len(alias) <= 10))


@lru_cache(maxsize=4_096)
def slip_keys(content: tuple[str, ...], *, may_be_misspelt: bool) -> tuple[str, ...]:
    """Return the keys that survive a slip in one word: the other words, half of the words, or an end of the word."""
    size = len(content)
    if not may_be_misspelt or not size:
        return ()
    if size >= MIN_HALVED_WORDS:
        return f"t1:{size}:{' '.join(content[: size // 2])}", f"t2:{size}:{' '.join(content[size // 2 :])}"
    if size == 1:
        word = content[0]
        return (f"t1:{word[:EDGE_CHARS]}", f"t2:{word[-EDGE_CHARS:]}") if len(word) > EDGE_CHARS else ()
    return tuple(
        f"t{at}:{size}:{word[:1]} {' '.join(content[:at] + content[at + 1 :])}" for at, word in enumerate(content)
    )


def _fitting(key: str) -> str:
    if len(key) <= MAX_KEY_CHARS:
        return key
    return key[: MAX_KEY_CHARS - _DIGEST_CHARS] + hashlib.sha256(key.encode()).hexdigest()[:_DIGEST_CHARS]
