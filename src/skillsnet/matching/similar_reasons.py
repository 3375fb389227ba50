"""Why two projects are similar, as sentences in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.core.search.glossary import subjects
from skillsnet.core.search.text_subjects import shared_subjects, subjects_in
from skillsnet.web.lists import join_in_sentence

# With so many subjects in common, words add nothing.
ENOUGH_SUBJECTS = 2
WORDS_SHOWN = 3


def similar_reasons(
    first: Mapping[int, int],
    second: Mapping[int, int],
    *,
    words: Iterable[str],
    words_language: str,
    categories: Sequence[str],
    reader: str,
) -> tuple[str, ...]:
    """Return why two projects are similar, as one or two sentences that are true of both.

    Parameters
    ----------
    first, second : mapping of int to int
        What `subjects_in` gives of each one's public text.
    words : iterable of str
        Distinctive words that both hold, the most distinctive first; none where they are in two languages.
    words_language : str
    categories : sequence of str
        The names of the categories that both are in.
    reader : str
        The reader's language, in which subjects are named.
    """
    numbers = shared_subjects(first, second)
    # A word says no more than the subject that it names.
    distinctive = [word for word in words if not subjects_in(word, words_language).keys() & set(numbers)]
    sentences = []
    if numbers:
        sentences.append(_subjects_sentence([subjects()[number].name(reader) for number in numbers]))
    if distinctive and len(numbers) < ENOUGH_SUBJECTS:
        sentences.append(_words_sentence(distinctive[:WORDS_SHOWN]))
    if categories and not sentences:
        sentences.append(_categories_sentence(categories))
    return tuple(sentences) or (_("They describe similar work."),)


def _subjects_sentence(names: Sequence[str]) -> str:
    sentence = ngettext("Both write about %(subjects)s.", "Both write about %(subjects)s.", len(names))
    return sentence % {"subjects": join_in_sentence(names)}


def _words_sentence(words: Sequence[str]) -> str:
    sentence = ngettext("Both use the word %(words)s.", "Both use the words %(words)s.", len(words))
    return sentence % {"words": join_in_sentence(map(_quoted, words))}


def _categories_sentence(names: Sequence[str]) -> str:
    sentence = ngettext(
        "Both are in the category %(categories)s.", "Both are in the categories %(categories)s.", len(names)
    )
    return sentence % {"categories": join_in_sentence(map(_quoted, names))}


def _quoted(name: str) -> str:
    return _("“%(name)s”") % {"name": name}
