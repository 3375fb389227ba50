"""What is wrong with a taxonomy, or with a file of one, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from skillsnet.core.geo import language_name
from skillsnet.core.taxonomy import EditionDocument, TaxonomyProblem
from skillsnet.taxonomy.enums import CorrespondenceKind, Verb


@dataclass(frozen=True)
class Titles:
    """The names by which categories are spoken of: by slug, in the new edition and in the one before."""

    new: Mapping[str, str] = field(default_factory=dict)
    old: Mapping[str, str] = field(default_factory=dict)


def titles_in(edition: EditionDocument) -> dict[str, str]:
    """Return the name of each category of an edition, by its slug, in the reader's language or another."""
    language = get_language() or "en"
    titles = {}
    for category in edition.categories:
        words = category.texts.get(language) or category.texts.get("en") or next(iter(category.texts.values()), None)
        titles[category.slug] = words.name if words and words.name else category.slug
    return titles


_SENTENCES: dict[str, Promise] = {
    "no_category": gettext_lazy("This edition has no categories. Add one, or import a file."),
    "slug_twice": gettext_lazy("Two categories have the short name “%(slug)s”. Give one of them another short name."),
    "number_twice": gettext_lazy(
        "“%(name)s” has the number %(value)s, but another category also has it. Change one of them."
    ),
    "mark_missing": gettext_lazy("“%(name)s” has no mark. Give it one or two letters."),
    "mark_twice": gettext_lazy(
        "“%(name)s” has the mark “%(value)s”, but another category also has it. Change one of them."
    ),
    "name_twice": gettext_lazy("“%(name)s” and “%(other)s” have the same name. Give them different names."),
    "name_missing": gettext_lazy("“%(slug)s” has no name in %(language)s, the default language. Write one."),
    "definition_missing": gettext_lazy(
        "“%(name)s” has no definition in %(language)s. Write what belongs in the category."
    ),
    "definition_one_word": gettext_lazy(
        "The definition of “%(name)s” is one word, “%(value)s”. Write a sentence that explains what "
        "belongs in the category."
    ),
    "definition_short": gettext_lazy(
        "The definition of “%(name)s” is very short: “%(value)s”. Write a sentence that explains what "
        "belongs in the category."
    ),
    "language_missing": gettext_lazy("“%(name)s” is not yet translated into %(language)s."),
    "parent_unknown": gettext_lazy(
        "“%(name)s” is below “%(value)s”, which is not in this edition. Choose another parent category."
    ),
    "parent_cycle": gettext_lazy("“%(name)s” is below itself, through “%(other)s”. Choose another parent category."),
    "parent_in_flat": gettext_lazy(
        "“%(name)s” is below “%(value)s”, but this taxonomy has only one level. Choose no parent category."
    ),
    "edition_twice": gettext_lazy("Two editions have the number %(value)s."),
    "old_without": gettext_lazy(
        "What happened to “%(name)s” from the previous edition is not recorded. Choose what happened to it."
    ),
    "new_without": gettext_lazy(
        "The origin of “%(name)s” is not recorded. Choose the category it came from, or mark it as added."
    ),
    "pair_twice": gettext_lazy("What happened to “%(name)s” is recorded twice. Remove one of the two."),
    "no_end": gettext_lazy("A change has neither an old nor a new category. Remove it."),
    "old_unknown": gettext_lazy("“%(value)s” is not a category of the previous edition. Choose one from the list."),
    "new_unknown": gettext_lazy("“%(value)s” is not a category of this edition. Choose one from the list."),
    "added_with_old": gettext_lazy(
        "“%(name)s” is marked as added, but also as coming from “%(old)s”. Choose one of the two."
    ),
    "retired_with_new": gettext_lazy(
        "“%(old)s” is marked as retired, but also as having become “%(name)s”. Choose one of the two."
    ),
    "end_missing": gettext_lazy(
        "“%(name)s” is marked as %(kind)s, but the other category is missing. Choose a category."
    ),
    "retired_and_more": gettext_lazy("“%(name)s” is marked as both retired and %(kind)s. Choose one of the two."),
    "added_and_more": gettext_lazy("“%(name)s” is marked as both added and %(kind)s. Choose one of the two."),
    "split_into_one": gettext_lazy(
        "“%(name)s” is marked as split, but into one category only. Add the other part, or mark it as renamed."
    ),
    "several_successors": gettext_lazy(
        "“%(name)s” is marked as %(kind)s, but became several categories. Mark each part as split, or keep only one."
    ),
    "merged_from_one": gettext_lazy(
        "“%(name)s” is marked as merged, but from one category only. Add the other category, or mark it as renamed."
    ),
    "two_go_on_as_one": gettext_lazy(
        "“%(name)s” continues two categories, one of them “%(old)s”. Mark the one that joined the other as merged."
    ),
    "kept_takes_in": gettext_lazy("“%(name)s” now includes another category. Mark it as widened?"),
    "cycle": gettext_lazy(
        "“%(name)s” became “%(value)s”, which leads back to “%(name)s”. Give the new categories short "
        "names that no old category has."
    ),
    "slug_reused": gettext_lazy(
        "The short name “%(slug)s” belonged to another category in the previous edition. Give the new "
        "category its own short name."
    ),
    "reason_missing": gettext_lazy("“%(name)s” is marked as %(kind)s, but no reason is given. Write the reason."),
    "kept_is_renamed": gettext_lazy("“%(name)s” was called “%(old)s” in the previous edition. Mark it as renamed?"),
    "renamed_is_same": gettext_lazy(
        "“%(name)s” is marked as renamed, but its name has not changed. Mark it as kept, widened or narrowed?"
    ),
    "kept_is_renumbered": gettext_lazy(
        "“%(name)s” is marked as kept, but its number has changed. Mark it as renumbered?"
    ),
    "renumbered_is_same": gettext_lazy(
        "“%(name)s” is marked as renumbered, but its number has not changed. Mark it as kept?"
    ),
    "scope_is_same": gettext_lazy("“%(name)s” is marked as widened or narrowed, but its definition has not changed."),
}


def taxonomy_problem_sentence(problem: TaxonomyProblem, titles: Titles) -> str:
    """Return what is wrong as a sentence that names the category, the value and the next step."""
    own_titles = titles.old if problem.is_old else titles.new
    params = {
        "slug": problem.slug,
        "name": own_titles.get(problem.slug, problem.slug),
        "value": problem.value,
        "other": own_titles.get(problem.value, problem.value),
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


VERB_HEADINGS: dict[str, Promise] = {
    Verb.RENAME: gettext_lazy("Rename “%(name)s”"),
    Verb.REWORD: gettext_lazy("Reword “%(name)s”"),
    Verb.SPLIT: gettext_lazy("Split “%(name)s”"),
    Verb.MERGE: gettext_lazy("Merge “%(name)s” into another category"),
    Verb.RETIRE: gettext_lazy("Retire “%(name)s”"),
    Verb.ADD: gettext_lazy("Add a category"),
}
# What becomes of the projects once the edition is published.
VERB_EFFECTS: dict[str, Promise] = {
    Verb.RENAME: gettext_lazy("The category keeps its short name, its colour and its projects."),
    Verb.REWORD: gettext_lazy("The category keeps its name, its short name and its colour."),
    Verb.SPLIT: gettext_lazy(
        "Its projects go to the review queue: somebody chooses a part for each. Until then each is in the most "
        "likely part."
    ),
    Verb.MERGE: gettext_lazy(
        "Its projects move to the other category, and no decision is needed. Its texts are added to those of the "
        "other one."
    ),
    Verb.RETIRE: gettext_lazy(
        "Its projects go to the review queue: somebody chooses another category for each. If they all belong in one "
        "category, merge this one into it instead."
    ),
    Verb.ADD: gettext_lazy("Projects whose text fits the new category are shown to you when the edition is published."),
}
