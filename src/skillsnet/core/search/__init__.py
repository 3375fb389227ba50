"""What a search compares: words as they are stored and asked for, and what they mean in other languages."""

from skillsnet.core.search.query import SearchQuery, WordGroup, search_query, text_groups
from skillsnet.core.search.terms import Meaning, Phrase, SearchTerm
from skillsnet.core.search.word_forms import search_form, search_words

__all__ = [
    "Meaning",
    "Phrase",
    "SearchQuery",
    "SearchTerm",
    "WordGroup",
    "search_form",
    "search_query",
    "search_words",
    "text_groups",
]
