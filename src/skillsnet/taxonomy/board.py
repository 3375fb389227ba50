"""What a facilitator sees of an edition: its categories with what is missing, and what blocks publishing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from skillsnet.core.taxonomy import CategoryDocument, TaxonomyProblem
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import changes_into, edition_before, edition_document
from skillsnet.taxonomy.rules import problems_with
from skillsnet.taxonomy.sentences import Titles, kind_label, taxonomy_problem_sentence, titles_in

# Deeper than this a page indents no more.
MAX_INDENT = 6
# Problems that are mended where the correspondence is edited.
_OF_CHANGES = frozenset(
    {
        *("old_without", "new_without", "several_successors", "split_into_one", "merged_from_one", "two_go_on_as_one"),
        *("retired_and_more", "added_and_more", "kept_takes_in", "reason_missing", "kept_is_renamed", "cycle"),
        *("renamed_is_same", "kept_is_renumbered", "renumbered_is_same", "scope_is_same", "slug_reused"),
    }
)


@dataclass(frozen=True)
class BoardRow:
    """A category, its depth, the languages it lacks, and where it came from."""

    category: CategoryDocument
    name: str
    language: str
    indent: int
    missing: tuple[str, ...]
    origins: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BoardProblem:
    """A problem as a sentence, with the page on which it can be mended."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Board:
    """An edition at work."""

    rows: tuple[BoardRow, ...]
    retired: tuple[str, ...]
    blocking: tuple[BoardProblem, ...]
    doubts: tuple[BoardProblem, ...]


def edition_board(edition: Edition) -> Board:
    """Return what an edition holds and everything that is wrong or doubtful; the same few queries for any size."""
    document, before = edition_document(edition), edition_before(edition)
    old = edition_document(before) if before else None
    changes = changes_into(edition, before=before) if before else []
    titles = Titles(new=titles_in(document), old=titles_in(old) if old else {})
    problems = problems_with(document, old, changes, is_tree=edition.taxonomy.is_tree)
    board_problems = [(problem.is_blocking, _board_problem(problem, edition, titles)) for problem in problems]
    origins: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for change in changes:
        if change.new is not None:
            origins[change.new].append((kind_label(change.kind), titles.old.get(change.old or "", "")))
    parents = {category.slug: category.parent for category in document.categories}
    return Board(
        rows=tuple(_row(category, parents, origins) for category in document.categories),
        retired=tuple(titles.old.get(change.old or "", "") for change in changes if change.new is None),
        blocking=tuple(problem for is_blocking, problem in board_problems if is_blocking),
        doubts=tuple(problem for is_blocking, problem in board_problems if not is_blocking),
    )


def _board_problem(problem: TaxonomyProblem, edition: Edition, titles: Titles) -> BoardProblem:
    taxonomy, number = edition.taxonomy.slug, edition.number
    if problem.code in _OF_CHANGES:
        anchor = f"#{'old' if problem.is_old else 'new'}-{problem.slug}"
        url = reverse("edition_changes", args=[taxonomy, number]) + anchor
    elif problem.slug in titles.new:
        url = reverse("category_edit", args=[taxonomy, number, problem.slug])
    else:
        url = ""
    return BoardProblem(taxonomy_problem_sentence(problem, titles), url)


def _row(
    category: CategoryDocument, parents: Mapping[str, str | None], origins: Mapping[str, list[tuple[str, str]]]
) -> BoardRow:
    reader = get_language() or "en"
    language = next((code for code in (reader, "en", *category.texts) if code in category.texts), "")
    words = category.texts.get(language)
    missing = tuple(
        code
        for code, _ in settings.LANGUAGES
        if code not in category.texts or not category.texts[code].name or not category.texts[code].definition
    )
    return BoardRow(
        category=category,
        name=words.name if words and words.name else category.slug,
        language=language,
        indent=_depth(category, parents),
        missing=missing,
        origins=tuple(origins.get(category.slug, ())),
    )


def _depth(category: CategoryDocument, parents: Mapping[str, str | None]) -> int:
    """Return how many categories stand above one, as far as a page shows it."""
    depth, above = 0, category.parent
    while above is not None and depth < MAX_INDENT:
        depth, above = depth + 1, parents.get(above)
    return depth
