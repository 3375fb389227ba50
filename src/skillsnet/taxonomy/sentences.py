"""What is wrong with a taxonomy, or with a file of one, as sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from skillsnet.core.geo import language_name
from skillsnet.core.taxonomy import EditionDocument, Problem
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before, edition_document


@dataclass(frozen=True)
class Titles:
    """The names by which categories are spoken of: by slug, in the new edition and in the one before."""

    new: Mapping[str, str] = field(default_factory=dict)
    old: Mapping[str, str] = field(default_factory=dict)


def titles_of(edition: Edition) -> Titles:
    """Return the names of an edition's categories and of those before it."""
    before = edition_before(edition)
    old = titles_in(edition_document(before)) if before else {}
    return Titles(new=titles_in(edition_document(edition)), old=old)


def titles_in(edition: EditionDocument) -> dict[str, str]:
    """Return the name of each category of an edition, by its slug, in the reader's language or another."""
    language = get_language() or "en"
    found = {}
    for category in edition.categories:
        words = category.texts.get(language) or category.texts.get("en") or next(iter(category.texts.values()), None)
        found[category.slug] = words.name if words and words.name else category.slug
    return found


_SENTENCES: dict[str, Promise] = {
    "no_category": gettext_lazy("This edition has no category. Add one, or bring a file."),
    "slug_twice": gettext_lazy("Two categories have the short name “%(slug)s”. Give one of them another."),
    "number_twice": gettext_lazy("“%(name)s” has the number %(value)s, which another category has too."),
    "mark_missing": gettext_lazy("“%(name)s” has no mark. Give it one or two letters."),
    "mark_twice": gettext_lazy("“%(name)s” has the mark “%(value)s”, which another category has too."),
    "name_twice": gettext_lazy("“%(name)s” is called as “%(other)s” is. Tell them apart by their names."),
    "name_missing": gettext_lazy("“%(slug)s” has no name in %(language)s, the default language. Write one."),
    "definition_missing": gettext_lazy("“%(name)s” has no definition in %(language)s. Write what belongs there."),
    "definition_one_word": gettext_lazy(
        "The definition of “%(name)s” is one word, “%(value)s”. Write a sentence that tells what belongs there."
    ),
    "definition_short": gettext_lazy("The definition of “%(name)s” is very short: “%(value)s”."),
    "language_missing": gettext_lazy("“%(name)s” is not yet translated to %(language)s."),
    "parent_unknown": gettext_lazy("“%(name)s” stands below “%(value)s”, which this edition does not have."),
    "parent_cycle": gettext_lazy("“%(name)s” stands below itself, by way of “%(other)s”. Choose another parent."),
    "parent_in_flat": gettext_lazy("“%(name)s” stands below “%(value)s”, but this taxonomy is flat."),
    "edition_twice": gettext_lazy("Two editions have the number %(value)s."),
    "old_without": gettext_lazy("“%(name)s” of the edition before has no correspondence. Say what became of it."),
    "new_without": gettext_lazy("“%(name)s” is not explained. Say from which category it came, or that it is added."),
    "pair_twice": gettext_lazy("What became of “%(name)s” is said twice. Take one of the two out."),
    "no_end": gettext_lazy("A correspondence names neither an old nor a new category. Take it out."),
    "old_unknown": gettext_lazy("“%(value)s” is no category of the edition before. Choose one from the list."),
    "new_unknown": gettext_lazy("“%(value)s” is no category of this edition. Choose one from the list."),
    "added_with_old": gettext_lazy(
        "“%(name)s” is said to be added, yet to come from “%(old)s”. Choose one of the two."
    ),
    "retired_with_new": gettext_lazy(
        "“%(old)s” is said to be retired, yet to have become “%(name)s”. Choose one of the two."
    ),
    "end_missing": gettext_lazy("“%(name)s” is said to be %(kind)s, but its other end is missing. Choose a category."),
    "retired_and_more": gettext_lazy("“%(name)s” is said to be retired and also to be %(kind)s. Only one can be true."),
    "added_and_more": gettext_lazy("“%(name)s” is said to be added and also to be %(kind)s. Only one can be true."),
    "split_into_one": gettext_lazy("“%(name)s” is split into one category only. Name the other part, or say renamed."),
    "several_heirs": gettext_lazy(
        "“%(name)s” is %(kind)s, and yet became several categories. Say split for each part, or leave one."
    ),
    "merged_from_one": gettext_lazy("“%(name)s” is merged from one category only. Name the other, or say renamed."),
    "two_go_on_as_one": gettext_lazy(
        "“%(name)s” goes on from two categories, one of them “%(old)s”. Say merged for the one that joined the other."
    ),
    "kept_takes_in": gettext_lazy("“%(name)s” is kept and yet takes in another. Say widened?"),
    "cycle": gettext_lazy(
        "“%(name)s” became “%(value)s”, and that, in a circle, “%(name)s” again. "
        "Give the new categories short names that no old one has."
    ),
    "slug_reused": gettext_lazy(
        "The short name “%(slug)s” stood for another category in the edition before. Give the new one its own."
    ),
    "reason_missing": gettext_lazy("No reason is given why “%(name)s” is %(kind)s."),
    "kept_is_renamed": gettext_lazy("“%(name)s” is kept, but was called “%(old)s”. Say renamed?"),
    "renamed_is_same": gettext_lazy("“%(name)s” is renamed, but is called as before. Say kept, widened or narrowed?"),
    "kept_is_renumbered": gettext_lazy("“%(name)s” is kept, but has another number. Say renumbered?"),
    "renumbered_is_same": gettext_lazy("“%(name)s” is renumbered, but has its number still. Say kept?"),
    "scope_is_same": gettext_lazy("“%(name)s” is said to have another scope, but its definition is as before."),
}


def problem_sentence(problem: Problem, titles: Titles) -> str:
    """Return what is wrong as a sentence that names the category, the value and the next step."""
    own = titles.old if problem.is_old else titles.new
    params = {
        "slug": problem.slug,
        "name": own.get(problem.slug, problem.slug),
        "value": problem.value,
        "other": own.get(problem.value, problem.value),
        "old": titles.old.get(problem.value, problem.value),
        "kind": kind_label(problem.value).lower(),
        "language": language_name(problem.value, get_language() or "en") if problem.value else "",
    }
    sentence = str(_SENTENCES[problem.code]) % params
    return (
        _("Edition %(number)d: %(sentence)s") % {"number": problem.edition, "sentence": sentence}
        if (problem.edition)
        else sentence
    )


def kind_label(kind: str) -> str:
    """Return a kind of correspondence as people say it."""
    return str(CorrespondenceKind(kind).label) if kind in CorrespondenceKind.values else kind


def sentences(problems: Iterable[Problem], titles: Titles) -> list[str]:
    """Return problems as sentences, in their order, each once."""
    return list(dict.fromkeys(problem_sentence(problem, titles) for problem in problems))
