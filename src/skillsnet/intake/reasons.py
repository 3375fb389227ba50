"""Why two organisations, or two projects, may be one, in words."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_REASONS: dict[str, Promise] = {
    "same_external_id": gettext_lazy("the same number: %(value)s"),
    "same_address": gettext_lazy("the same mail address of a contact person"),
    "same_domain": gettext_lazy("the same website: %(value)s"),
    "same_name": gettext_lazy("the same name"),
    "same_name_without_legal_form": gettext_lazy("the same name, apart from the legal form"),
    "transliterated": gettext_lazy("the same name in another script"),
    "same_words": gettext_lazy("the same words in a different order"),
    "alias": gettext_lazy("one name contains the other: %(value)s"),
    "acronym": gettext_lazy("one name is the acronym of the other: %(value)s"),
    "short_form": gettext_lazy("one name is a short form of the other"),
    "near_name": gettext_lazy("nearly the same name (%(value)s %%)"),
    "shared_words": gettext_lazy("words in common"),
    "same_country": gettext_lazy("the same country"),
    "other_country": gettext_lazy("but a different country"),
    "other_city": gettext_lazy("but a different city"),
    "other_domain": gettext_lazy("but a different website"),
    "affiliation": gettext_lazy("one names a department or an address too"),
    "same_organisation": gettext_lazy("the same organisation"),
    "same_title": gettext_lazy("the same title"),
    "near_title": gettext_lazy("nearly the same title"),
    "longer_title": gettext_lazy("one title continues the other"),
    "same_text": gettext_lazy("nearly the same summary"),
}


def reason_sentences(reasons: Iterable[Sequence[str]]) -> list[str]:
    """Return each reason of a likeness as words; a contact's address itself is not named."""
    return [str(_REASONS[code]) % {"value": value} for code, value in reasons if code in _REASONS]
