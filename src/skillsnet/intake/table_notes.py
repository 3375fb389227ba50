"""What somebody should know about how a table was read from its file."""

from collections.abc import Iterator, Sequence

from skillsnet.core.intake.header_names import count_known_names
from skillsnet.core.intake.problems import excerpt
from skillsnet.intake.file_reading import FamilyReading, FileNote
from skillsnet.intake.sandbox.jsonl_protocol import TableFile, TextDefects
from skillsnet.intake.table_assembly import MAX_NAME_CHARS, SurveyedSheet, UnitedColumns, clean_cell

MAX_NAMES = 20


def table_notes(
    file: TableFile,
    defects: TextDefects,
    chosen_sheets: Sequence[SurveyedSheet],
    sheets: Sequence[SurveyedSheet],
    *,
    columns: UnitedColumns,
    families: Sequence[FamilyReading],
) -> Iterator[FileNote]:
    """Yield the notes about a table: its sheets, its rows and columns, and its text."""
    yield from _sheet_notes(file, chosen_sheets, sheets)
    yield from _column_notes(chosen_sheets, columns)
    if families:
        yield FileNote(
            "columns_folded",
            names=tuple(family.name for family in families[:MAX_NAMES]),
            count=sum(len(family.columns) for family in families),
        )
    yield from _text_notes(file, defects)
    yield from _mending_notes(chosen_sheets, is_said=defects.broken_letters > 0)


def _sheet_notes(
    file: TableFile, chosen_sheets: Sequence[SurveyedSheet], sheets: Sequence[SurveyedSheet]
) -> Iterator[FileNote]:
    """Yield which sheets were not read, and which were read as one."""
    unread_names = [sheet.name for sheet in sheets if sheet not in chosen_sheets]
    if unread_names:
        yield FileNote("other_sheets", names=tuple(unread_names[:MAX_NAMES]))
    hidden_names = [clean_cell(sheet.name)[:MAX_NAME_CHARS] for sheet in file.sheets if not sheet.is_visible]
    if hidden_names:
        yield FileNote("hidden_sheets", names=tuple(hidden_names[:MAX_NAMES]))
    if len(chosen_sheets) > 1:
        yield FileNote("sheets_united", names=tuple(sheet.name for sheet in chosen_sheets[:MAX_NAMES]))


def _column_notes(chosen_sheets: Sequence[SurveyedSheet], columns: UnitedColumns) -> Iterator[FileNote]:
    """Yield where the column names were found, and what of the rows and columns was hidden or merged."""
    main = chosen_sheets[0]
    if main.header is not None and main.header.top == 0 and main.header.index > 0:
        yield FileNote("header_rows", rows=(main.head[0][0], main.header_row))
    elif main.header_row > 1:
        yield FileNote("header_row", row=main.header_row)
    if main.header is not None and not count_known_names(columns.names):
        yield FileNote("names_unknown", row=main.header_row)
    groups = dict.fromkeys(
        group for group, name in zip(columns.groups, columns.names, strict=True) if group not in ("", name)
    )
    if groups:
        yield FileNote("groups", names=tuple(groups)[:MAX_NAMES])
    rows = [row for sheet in chosen_sheets for row in sheet.start.hidden_rows if row > sheet.header_row]
    if rows:
        yield FileNote("hidden_rows", rows=tuple(rows[:MAX_NAMES]), count=len(rows))
    hidden_names = [name for sheet in chosen_sheets for name in _hidden_columns(sheet)]
    if hidden_names:
        yield FileNote("hidden_columns", names=tuple(dict.fromkeys(hidden_names))[:MAX_NAMES])
    merged_count = sum(
        1 for sheet in chosen_sheets for area in sheet.start.merges if area.bottom > area.top > sheet.header_row
    )
    if merged_count:
        yield FileNote("merged_filled", count=merged_count)


def _hidden_columns(sheet: SurveyedSheet) -> list[str]:
    if sheet.header is None:
        return []
    columns = sheet.columns
    return [sheet.header.names[column] for column in sheet.start.hidden_columns if column in columns]


def _mending_notes(chosen_sheets: Sequence[SurveyedSheet], *, is_said: bool) -> Iterator[FileNote]:
    """Yield which texts were not read as they stand, each kind with an example; lost letters unless that is said."""
    examples: dict[str, tuple[str, str]] = {}
    for sheet in chosen_sheets:
        examples = {**sheet.mending_examples, **examples}
    for code in ("encoding_mended", "letters_lost", "markup_removed"):
        if code in examples and not (is_said and code == "letters_lost"):
            before, after = map(excerpt, examples[code])
            yield FileNote(code, examples=f"{before} → {after}" if code == "encoding_mended" else before)


def _text_notes(file: TableFile, defects: TextDefects) -> Iterator[FileNote]:
    """Yield how a text file was decoded, and what in it could not be."""
    if file.encoding not in ("", "utf-8"):
        yield FileNote("encoding", encoding=file.encoding)
    if defects.broken_letters:
        yield FileNote("broken_letters", count=defects.broken_letters, encoding=file.encoding)
    if defects.unclosed_count:
        yield FileNote("unclosed_quotes", rows=defects.unclosed_rows, count=defects.unclosed_count)
