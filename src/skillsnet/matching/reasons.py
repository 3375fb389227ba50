"""Reasons in words: stored kinds and values as sentences in the reader's language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.core import geo
from skillsnet.web.lists import join_in_sentence


class StoredReason(TypedDict):
    """A reason as it is stored: what kind it is of, and codes by what they stand for."""

    kind: str
    values: dict[str, list[str]]


# As told to one of two, whom the sentence calls “you”, about the other.
SENTENCES: Mapping[str, Promise] = {
    "need_met": gettext_lazy("You look for this, and they offer it: %(needs)s."),
    "offer_wanted": gettext_lazy("They look for this, and you offer it: %(needs)s."),
    "partners_in_common": gettext_lazy("You have partners in common: %(organisations)s."),
    "categories_in_common": gettext_lazy("You both work on %(categories)s."),
    "beneficiaries_in_common": gettext_lazy("You both work for the same people: %(beneficiaries)s."),
    "means_in_common": gettext_lazy("You both work with the same means: %(means)s."),
    "other_is_ahead": gettext_lazy("They are further along: they are at the stage “%(second)s”, you at “%(first)s”."),
    "is_ahead": gettext_lazy("You are further along: you are at the stage “%(first)s”, they at “%(second)s”."),
    "similar_texts": gettext_lazy("You describe similar work."),
    "region_wanted": gettext_lazy("You look for partners in this region: %(regions)s."),
    "language_in_common": gettext_lazy("You can talk in a language you both work in: %(languages)s."),
    "same_country": gettext_lazy("You both work in the same country: %(countries)s."),
    "different_countries": gettext_lazy("You work in different countries: you in %(first)s, they in %(second)s."),
    "same_network": gettext_lazy("You both belong to this network."),
}
# The engine counts stages from 0.
STAGES = {str(step): stage for step, stage in enumerate(Stage)}
WITHOUT_NAMES = gettext_lazy("You have partners in common.")


@dataclass(frozen=True)
class ValueNames:
    """What codes are called in the reader's language; what is missing is called nothing, and not told.

    Attributes
    ----------
    categories, means : mapping of str to str
    organisations : mapping of str to str
        Names by number, as the viewer may read them.
    language : str
    """

    categories: Mapping[str, str]
    means: Mapping[str, str]
    organisations: Mapping[str, str]
    language: str

    def names(self, kind: str, codes: Iterable[str]) -> list[str]:
        """Return the names of codes of one kind."""
        name_of: Mapping[str, Callable[[str], str]] = {
            "categories": lambda code: self.categories.get(code, ""),
            "needs": lambda code: self.categories.get(code, ""),
            "means": lambda code: self.means.get(code, ""),
            "organisations": lambda code: self.organisations.get(code, ""),
            "beneficiaries": lambda code: str(Beneficiary(code).label) if code in Beneficiary.values else "",
            "stages": _stage_name,
            "regions": lambda code: geo.region_name(code, self.language),
            "languages": lambda code: geo.language_name(code, self.language),
            "countries": lambda code: geo.country_name(code, self.language),
        }
        return [name for name in map(name_of[kind], codes) if name] if kind in name_of else []


def reason_sentences(reasons: Sequence[StoredReason], names: ValueNames) -> list[str]:
    """Return reasons as sentences; those of which nothing may be named any more are left out."""
    sentences = [_sentence(reason, names) for reason in reasons]
    readable = [sentence for sentence in sentences if sentence]
    return readable or [_("You both belong to this network.")]


def _sentence(reason: StoredReason, names: ValueNames) -> str:
    sentence = SENTENCES.get(reason["kind"])
    if sentence is None:
        return ""
    values = {kind: names.names(kind, codes) for kind, codes in reason["values"].items()}
    if any(not called for called in values.values()):
        return str(WITHOUT_NAMES) if reason["kind"] == "partners_in_common" else ""
    words = {kind: join_in_sentence(called) for kind, called in values.items()}
    for called in values.values():
        words |= {"first": called[0], "second": called[-1]}
    return str(sentence) % words


def _stage_name(step: str) -> str:
    stage = STAGES.get(step)
    return str(stage.label) if stage else ""
