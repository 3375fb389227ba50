"""An edition as rows of a spreadsheet, and back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    TaxonomyProblem,
    Unreadable,
)
from skillsnet.core.taxonomy.documents import (
    LANGUAGE,
    MAX_CATEGORIES,
    MAX_MARK_CHARS,
    MAX_NAME_CHARS,
    MAX_NUMBER,
    MAX_TEXT_CHARS,
    SLUG,
    WORDS,
)
from skillsnet.core.taxonomy.slugs import category_slug, marks_for
from skillsnet.core.taxonomy.values import Kind
from skillsnet.core.text import clean
from skillsnet.core.text.slugs import free_slug

CATEGORY_COLUMNS: Final = ("slug", "number", "mark", "colour", "parent")
CHANGE_COLUMNS: Final = ("old", "new", "kind")
REASON: Final = "reason"

Row = Sequence[str]


def category_rows(edition: EditionDocument, *, languages: Sequence[str]) -> list[list[str]]:
    """Return an edition as rows: the column names, then one row for each category.

    Parameters
    ----------
    edition : EditionDocument
        With n categories.
    languages : sequence of str
        Those whose columns come first, whether or not anything is written in them.

    Returns
    -------
    list of list of str
        n + 1 rows of text cells: slug, number, mark, colour, parent, and for each language name, definition,
        includes, excludes and examples, as ``name_en``.
    """
    codes = list(
        dict.fromkeys([*languages, *sorted({code for document in edition.categories for code in document.texts})])
    )
    header = [*CATEGORY_COLUMNS, *(f"{part}_{code}" for code in codes for part in WORDS)]
    rows = [header]
    for category in edition.categories:
        fixed_cells = [category.slug, str(category.number), category.mark, str(category.colour), category.parent or ""]
        words = [category.texts.get(code, CategoryWords("")) for code in codes]
        rows.append([*fixed_cells, *(getattr(text, part) for text in words for part in WORDS)])
    return rows


def change_rows(changes: Sequence[Change], *, languages: Sequence[str]) -> list[list[str]]:
    """Return a correspondence as rows: old, new, kind and the reason in each language, as ``reason_en``."""
    codes = list(dict.fromkeys([*languages, *sorted({code for change in changes for code in change.reasons})]))
    rows = [[*CHANGE_COLUMNS, *(f"{REASON}_{code}" for code in codes)]]
    for change in changes:
        reasons = [change.reasons.get(code, "") for code in codes]
        rows.append([change.old or "", change.new or "", str(change.kind), *reasons])
    return rows


def edition_from_rows(rows: Sequence[Row], *, number: int) -> EditionDocument:
    """Return the edition that rows hold.

    Parameters
    ----------
    rows : sequence of sequence of str
        The first row with any text names the columns; their order does not matter. Empty rows are passed over. A column
        ``name`` counts as English; what is missing is derived, as for a file of SKOS.
    number : int
        The number the edition gets.

    Returns
    -------
    EditionDocument
        Categories in the order of the rows, texts cleaned.

    Raises
    ------
    Unreadable
        With every problem, each with the row and the column.
    """
    header, rows_below = _table(rows, is_known=_is_category_column)
    if "slug" not in header and not any(name.startswith("name_") for name in header):
        raise Unreadable(TaxonomyProblem("no_columns", value=", ".join(header)[:MAX_NAME_CHARS]))
    if not rows_below:
        raise Unreadable(TaxonomyProblem("no_rows"))
    if len(rows_below) > MAX_CATEGORIES:
        raise Unreadable(TaxonomyProblem("too_many", value="the table"))
    problems: list[TaxonomyProblem] = []
    cells = [(at, dict(zip(header, row, strict=False))) for at, row in rows_below]
    texts = [_texts(at, cell, problems) for at, cell in cells]
    names = [_name(words) or cell.get("slug", "") for words, (_, cell) in zip(texts, cells, strict=True)]
    marks = marks_for(names)
    categories = []
    used_slugs = {cell["slug"] for _, cell in cells if cell.get("slug")}
    for index, (at, cell) in enumerate(cells):
        base_slug = "" if cell.get("slug") else category_slug(names[index])
        slug = free_slug(base_slug, taken=used_slugs) if base_slug else cell.get("slug", "")
        used_slugs.add(slug)
        if not slug:
            problems.append(TaxonomyProblem("row_without_name", value=str(at)))
        elif not SLUG.fullmatch(slug):
            problems.append(TaxonomyProblem("slug_malformed", value=slug[:MAX_NAME_CHARS]))
        mark = cell.get("mark", "") if "mark" in cell else marks[index]
        if len(mark) > MAX_MARK_CHARS:
            problems.append(TaxonomyProblem("cell_too_long", value=f"{at}: mark"))
        categories.append(
            CategoryDocument(
                slug=slug,
                number=_number(cell, "number", at, index + 1, problems),
                mark=mark,
                colour=_number(cell, "colour", at, index + 1, problems),
                texts=texts[index],
                parent=cell.get("parent") or None,
            )
        )
    if problems:
        raise Unreadable(problems)
    return EditionDocument(number=number, categories=tuple(categories))


def changes_from_rows(rows: Sequence[Row], *, edition: int) -> tuple[Change, ...]:
    """Return the correspondence that rows hold; see `edition_from_rows` for what is refused and how."""
    header, rows_below = _table(rows, is_known=_is_change_column)
    if not set(CHANGE_COLUMNS) <= set(header):
        raise Unreadable(TaxonomyProblem("no_columns", value=", ".join(header)[:MAX_NAME_CHARS]))
    problems: list[TaxonomyProblem] = []
    changes = []
    for at, row in rows_below:
        cell = dict(zip(header, row, strict=False))
        kind = cell["kind"].strip().lower()
        if kind not in set(Kind):
            problems.append(TaxonomyProblem("kind_unknown", value=cell["kind"][:MAX_NAME_CHARS]))
        reasons = {
            name.removeprefix(f"{REASON}_"): text
            for name, text in cell.items()
            if name.startswith(f"{REASON}_") and text
        }
        if any(len(reason) > MAX_TEXT_CHARS for reason in reasons.values()):
            problems.append(TaxonomyProblem("cell_too_long", value=f"{at}: {REASON}"))
        changes.append(
            Change(old=cell["old"] or None, new=cell["new"] or None, kind=kind, reasons=reasons, edition=edition)
        )
    if problems:
        raise Unreadable(problems)
    return tuple(changes)


def is_change_table(rows: Sequence[Row]) -> bool:
    """Return whether rows hold a correspondence rather than categories."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), ())
    return set(CHANGE_COLUMNS) <= {cell.strip().lower() for cell in first}


def _table(rows: Sequence[Row], *, is_known: Callable[[str], bool]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the column names and the rows below them that are not empty, with their numbers and clean cells."""
    numbered_rows = [(at, [clean(cell) for cell in row]) for at, row in enumerate(rows, start=1)]
    filled_rows = [(at, row) for at, row in numbered_rows if any(row)]
    if not filled_rows:
        raise Unreadable(TaxonomyProblem("no_rows"))
    header = ["name_en" if name.lower() == "name" else name.lower() for name in filled_rows[0][1]]
    while header and not header[-1]:
        header.pop()
    for name in header:
        if header.count(name) > 1:
            raise Unreadable(TaxonomyProblem("column_twice", value=name))
        if not is_known(name):
            raise Unreadable(TaxonomyProblem("column_unknown", value=name[:MAX_NAME_CHARS]))
    return header, filled_rows[1:]


def _is_category_column(name: str) -> bool:
    part, _, code = name.partition("_")
    return name in CATEGORY_COLUMNS or (part in WORDS and bool(LANGUAGE.fullmatch(code)))


def _is_change_column(name: str) -> bool:
    part, _, code = name.partition("_")
    return name in CHANGE_COLUMNS or (part == REASON and bool(LANGUAGE.fullmatch(code)))


def _texts(at: int, cell: Mapping[str, str], problems: list[TaxonomyProblem]) -> dict[str, CategoryWords]:
    """Return a row's words per language; a language without a name and a definition is left out."""
    words: dict[str, dict[str, str]] = {}
    for column, text in cell.items():
        part, _, code = column.partition("_")
        if part in WORDS and code:
            words.setdefault(code, {})[part] = text
            if len(text) > (MAX_NAME_CHARS if part == "name" else MAX_TEXT_CHARS):
                problems.append(TaxonomyProblem("cell_too_long", value=f"{at}: {column}"))
    return {code: CategoryWords(**{"name": "", **texts}) for code, texts in words.items() if any(texts.values())}


def _name(words: Mapping[str, CategoryWords]) -> str:
    english = words.get("en")
    return (
        english.name
        if english and english.name
        else next((translation.name for translation in words.values() if translation.name), "")
    )


def _number(cell: Mapping[str, str], column: str, at: int, otherwise: int, problems: list[TaxonomyProblem]) -> int:
    text = cell.get(column, "")
    # A spreadsheet may have made 7 to 7.0.
    digits = text[:-2] if text.endswith(".0") else text
    if not digits:
        return otherwise
    if number := whole_number(digits, largest=MAX_NUMBER):
        return number
    problems.append(TaxonomyProblem("cell_no_number", value=f"{at}: {column} “{text[:40]}”"))
    return otherwise
