"""Whether two organisations are one: surely, likely, or not to be said."""

from dataclasses import dataclass
from typing import Final, Literal

from skillsnet.core.intake.keys import folded_name
from skillsnet.core.intake.organisation_likeness import Likeness, OrganisationTraits, Reason
from skillsnet.core.intake.record_linkage.name_variants import NameVariants, variants_of
from skillsnet.core.intake.record_linkage.normalisation import content_words, core_name, words_in
from skillsnet.core.intake.record_linkage.relations import (
    Grade,
    Relation,
    relation_of,
    shares_proper_word,
    weak_relation_of,
)

# An acronym so long is hardly given twice.
MIN_FAR_ACRONYM_CHARS: Final = 5
# A single word shorter than this is borne by many.
MIN_TELLING_CHARS: Final = 5
_SCORES: Final = {
    Grade.SAME_NAME: 0.74,
    Grade.SAME_WORDS: 0.68,
    Grade.OTHER_FORM: 0.6,
    Grade.LOCAL: 0.54,
    Grade.WEAK: 0.5,
}
_HARD_SCORES: Final = {"same_external_id": 0.1, "same_address": 0.06, "same_domain": 0.05}
_SURE_SCORE: Final = 0.8


@dataclass(frozen=True, slots=True)
class _Setting:
    """What stands beside the names: evidence that both share, and how their countries stand."""

    hard: tuple[Reason, ...]
    against: tuple[Reason, ...]
    countries: Literal["same", "unknown", "other"]
    ids_differ: bool
    is_cut: bool
    is_same_key: bool

    def has(self, code: str) -> bool:
        return any(reason.code == code for reason in self.hard)


def likeness(a: OrganisationTraits, b: OrganisationTraits) -> Likeness | None:
    """Return how sure it is that two organisations are one, and why.

    Parameters
    ----------
    a, b : OrganisationTraits
        What is known of each; the order does not matter.

    Returns
    -------
    Likeness or None
        ``sure`` when it may be taken without asking, ``likely`` when a person should decide, None when nothing speaks
        for it or the names tell them apart. Never raises.

    Notes
    -----
    Rules in place of learned weights, as there is no training data and each verdict must be told in a sentence. The
    evidence follows Fellegi and Sunter (1969) in spirit only: agreement on what is rare outweighs the rest.

    - The same external id: sure with related names, else likely, as one of two numbers may be mistyped.
    - The same contact address: sure when the names are the same or forms of each other, likely when they share a proper
      word; nothing with unrelated names, as one person may apply for two bodies.
    - The same domain: the same, but a shared proper word is not enough. Calls ask for a project's site, which whole,
      part and partner share.
    - The same name but for case, accents, punctuation, legal form and article: sure in the same country. With a country
      unknown: sure unless the name is made of general words or is very short. In two countries: likely, unless it is
      that of a ministry or made of general words. Likely as well when each states another legal form, or external id.
    - Sure becomes likely where cities, or own websites, are stated and differ: two offices of one name, in two states.
      The same external id outweighs both.
    - An affiliation ("Dept. of X, University of Y, City, Country") is compared as its organisation, in the city and
      country of its address, and is never sure: a department may be an organisation of its own here. Two affiliations
      of different departments are not compared.
    - The same words, another name in brackets, the acronym of at least three letters, one misspelt word, the same name
      in another script: likely within one country or with one unknown. In two countries only where the name says that
      it works in many ("International", "United Nations"), or for an acronym of at least five letters.

    A word more or another word is another body ("UNICEF Innovation"), but for "International" at the end. Numbers and
    names of places must agree to the letter. O(length of the names) after the variants of each name are known.

    Examples
    --------
    >>> likeness(OrganisationTraits("Moodle", "AU"), OrganisationTraits("Moodle Pty Ltd", "AU")).certainty
    'sure'
    >>> likeness(OrganisationTraits("UNDP"), OrganisationTraits("United Nations Development Programme")).certainty
    'likely'
    >>> likeness(OrganisationTraits("Code for Africa"), OrganisationTraits("Code for America")) is None
    True
    """
    return classify_pair(a, b, variants_of(a.name), variants_of(b.name))


def classify_pair(
    a: OrganisationTraits, b: OrganisationTraits, read_a: NameVariants, read_b: NameVariants
) -> Likeness | None:
    """Return the same as `likeness`, for names already read."""
    country_relation = _relate_countries(read_a, read_b, a.country, b.country)
    relation = None if country_relation == "apart" else relation_of(read_a, read_b)
    setting = _setting(a, b, read_a, read_b)
    if setting.hard and relation is None and country_relation != "apart":
        relation = weak_relation_of(read_a, read_b)
    if relation is None:
        return _without_relation(setting, read_a, read_b)
    if setting.hard and relation.grade >= Grade.WEAK:
        return _with_hard(setting, relation, read_a, read_b)
    if not _holds(setting, relation, read_a, read_b):
        return None
    is_sure = (
        relation.grade == Grade.SAME_NAME and country_relation == "agree" and _is_sure_name(setting, read_a, read_b)
    )
    is_sure = is_sure and not setting.against and not setting.is_cut
    return _as_likeness(setting, relation, is_sure=is_sure)


def _shared(a: OrganisationTraits, b: OrganisationTraits) -> tuple[Reason, ...]:
    reasons = []
    if a.external_id and a.external_id == b.external_id:
        reasons.append(Reason("same_external_id", a.external_id))
    if addresses := a.addresses & b.addresses:
        reasons.append(Reason("same_address", min(addresses)))
    if domains := a.all_domains & b.all_domains:
        reasons.append(Reason("same_domain", min(domains)))
    return tuple(reasons)


def _ids_differ(a: OrganisationTraits, b: OrganisationTraits) -> bool:
    return bool(a.external_id and b.external_id and a.external_id != b.external_id)


def _countries(a: str, b: str) -> Literal["same", "unknown", "other"]:
    if not a or not b:
        return "unknown"
    return "same" if a == b else "other"


def _setting(a: OrganisationTraits, b: OrganisationTraits, read_a: NameVariants, read_b: NameVariants) -> _Setting:
    hard = _shared(a, b)
    return _Setting(
        hard=hard,
        against=_against(a, b, read_a, read_b),
        countries=_countries(a.country or read_a.address_country, b.country or read_b.address_country),
        ids_differ=_ids_differ(a, b),
        is_cut=(read_a.is_affiliation, read_a.unit) != (read_b.is_affiliation, read_b.unit),
        is_same_key=a.country == b.country and folded_name(a.name) == folded_name(b.name),
    )


def _against(
    a: OrganisationTraits, b: OrganisationTraits, read_a: NameVariants, read_b: NameVariants
) -> tuple[Reason, ...]:
    """Return what speaks against two organisations of one name being one: their cities, and their own websites."""
    reasons = []
    city_a, city_b = (_city_words(traits.city or variants.city) for traits, variants in ((a, read_a), (b, read_b)))
    if city_a and city_b and not (city_a <= city_b or city_b <= city_a):
        reasons.append(Reason("other_city"))
    if (
        a.domains
        and b.domains
        and not any(_are_one_site(domain_a, domain_b) for domain_a in a.domains for domain_b in b.domains)
    ):
        reasons.append(Reason("other_domain"))
    return tuple(reasons)


def _are_one_site(domain: str, other: str) -> bool:
    """Return whether two domains may be one body's: the same, or one name under two endings ("moodle.com").

    Under one country's ending each region has its own: "dpc.vic.gov.au" is not "dpc.sa.gov.au".
    """
    (name, _, ending), (other_name, _, other_ending) = domain.partition("."), other.partition(".")
    return domain == other or (name == other_name and ending.rpartition(".")[2] != other_ending.rpartition(".")[2])


def _city_words(city: str) -> frozenset[str]:
    return frozenset(content_words(words_in(city))) if city else frozenset()


def _relate_countries(
    a: NameVariants, b: NameVariants, country_a: str, country_b: str
) -> Literal["agree", "half", "apart"]:
    """Return how countries set beside the names stand: one alone may be a part ("UNDP, India") or say where it is."""
    if a.country_code == b.country_code:
        return "agree"
    if a.full_content == b.full_content:
        return "half"
    if a.country_code and b.country_code:
        return "apart"
    other_country = country_b if a.country_code else country_a
    is_part = a.is_worldwide or b.is_worldwide or bool(a.short or b.short)
    return "apart" if is_part or other_country not in ("", a.country_code or b.country_code) else "half"


def _without_relation(setting: _Setting, a: NameVariants, b: NameVariants) -> Likeness | None:
    shared = shares_proper_word(a, b) and a.is_name and b.is_name
    if setting.has("same_external_id") or (setting.has("same_address") and shared):
        reasons = (*setting.hard, Reason("shared_words")) if shared else setting.hard
        return Likeness("likely", 0.5, reasons)
    return None


def _with_hard(setting: _Setting, relation: Relation, a: NameVariants, b: NameVariants) -> Likeness | None:
    if setting.has("same_external_id"):
        return _as_likeness(setting, relation, is_sure=not setting.is_cut)
    if setting.countries == "other" and _are_common(relation, a, b):
        return None
    is_sure = (
        _is_form(setting, relation)
        and setting.countries != "other"
        and not setting.ids_differ
        and not setting.against
        and not setting.is_cut
        and not _forms_differ(a, b)
    )
    return _as_likeness(setting, relation, is_sure=is_sure)


def _is_form(setting: _Setting, relation: Relation) -> bool:
    """Return whether a shared address or domain makes the name another form of the same; not a platform's domain."""
    if relation.grade < Grade.OTHER_FORM or relation.code == "short_form":
        return False
    if relation.code not in ("acronym", "alias") or setting.has("same_address"):
        return True
    domains = (reason.value.replace(".", "") for reason in setting.hard if reason.code == "same_domain")
    return any(core_name(relation.value).replace(" ", "") in domain for domain in domains)


def _holds(setting: _Setting, relation: Relation, a: NameVariants, b: NameVariants) -> bool:
    """Return whether the names alone are enough for asking, as the countries stand."""
    is_worldwide = a.is_worldwide or b.is_worldwide
    if relation.grade == Grade.WEAK:
        return False
    if setting.countries == "same":
        return True
    if relation.grade == Grade.LOCAL:
        return False
    if setting.countries == "unknown":
        return True
    if _are_common(relation, a, b):
        return False
    if relation.grade == Grade.SAME_NAME or relation.code == "short_form" or is_worldwide:
        return True
    return relation.code in ("acronym", "alias") and len(relation.value) >= MIN_FAR_ACRONYM_CHARS


def _are_common(relation: Relation, a: NameVariants, b: NameVariants) -> bool:
    """Return whether both names are common; a misspelt one ("Minstry of Education") is as common as the other."""
    if relation.code == "near_name":
        return _is_common(a) or _is_common(b)
    return _is_common(a) and _is_common(b)


def _is_common(variants: NameVariants) -> bool:
    """Return whether every country may have a body of that name."""
    return (variants.is_state or variants.is_general) and not variants.is_worldwide


def _is_sure_name(setting: _Setting, a: NameVariants, b: NameVariants) -> bool:
    if setting.is_same_key:
        return not setting.ids_differ
    if setting.ids_differ or setting.countries == "other" or a.is_unit or _forms_differ(a, b):
        return False
    is_telling = not a.is_general and not a.is_state and len(a.squashed) >= MIN_TELLING_CHARS
    return setting.countries == "same" or is_telling


def _forms_differ(a: NameVariants, b: NameVariants) -> bool:
    return bool(a.forms and b.forms and a.forms.isdisjoint(b.forms))


def _as_likeness(setting: _Setting, relation: Relation, *, is_sure: bool) -> Likeness:
    reasons = [*setting.hard, Reason(relation.code, relation.value)]
    if setting.is_cut:
        reasons.append(Reason("affiliation"))
    if setting.countries != "unknown":
        reasons.append(Reason(f"{setting.countries}_country"))
    reasons += setting.against
    score = _SCORES[relation.grade] + sum(_HARD_SCORES[reason.code] for reason in setting.hard)
    score += {"same": 0.03, "unknown": 0.0, "other": -0.1}[setting.countries]
    if is_sure:
        return Likeness("sure", round(min(1.0, _SURE_SCORE + score / 5), 3), tuple(reasons))
    return Likeness("likely", round(min(_SURE_SCORE - 0.01, score), 3), tuple(reasons))
