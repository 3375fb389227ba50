"""What a search compares: words as they are stored and asked for."""

from skillsnet.core.search.word_forms import search_form, search_words

__all__ = ["search_form", "search_words"]
