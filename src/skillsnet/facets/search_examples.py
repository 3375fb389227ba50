"""Words that the field for searching offers as examples: each finds something in this network."""

from django.db.models import Count
from django.utils.translation import gettext as _

from skillsnet.calls.models import Project
from skillsnet.core.geo import country_name
from skillsnet.core.search.glossary import subjects
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES
from skillsnet.facets.search import held_words
from skillsnet.web.lists import join_list

# Terms of the glossary that show what can be searched: trades, people, places of learning, an abbreviation.
EXAMPLES = (
    *("welding", "prison", "RPL", "solar", "sewing", "refugee", "tourism", "bakery", "fishing", "coffee"),
    *("apprenticeship", "agriculture", "mentoring", "women", "youth"),
)
EXAMPLES_SHOWN = 3


def search_examples(language: str) -> str:
    """Return words of a language that find something, and a country that has projects; "" in an empty network.

    Two queries.
    """
    held_terms = held_words(_terms(language if language in PARALLEL_LANGUAGES else "en"))[:EXAMPLES_SHOWN]
    countries = Project.objects.public().exclude(country="").values("country").annotate(n=Count("pk"))
    country = countries.order_by("-n", "country").values_list("country", flat=True).first()
    words = [*held_terms, *([country_name(country, language)] if country else [])]
    return _("%(words)s…") % {"words": join_list(words)} if words else ""


def _terms(language: str) -> list[str]:
    """Return the examples in a language: the abbreviation for an abbreviation, else the term that is shown first."""
    terms = []
    for example in EXAMPLES:
        subject = next(
            subject for subject in subjects() if example in {term.meaning.shown for term in subject.in_language("en")}
        )
        of_language = subject.in_language(language)
        short = [term for term in of_language if term.is_abbreviation]
        terms.append((short if example.isupper() and short else of_language)[0].meaning.shown)
    return terms
