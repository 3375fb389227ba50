"""The sentences for what is wrong with a file, and for what was noticed about it, in the reader's language."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skillsnet.intake.file_reading import FileNote
from skillsnet.web.lists import join_list, join_within_quotes

_REFUSALS: dict[str, Promise] = {
    "too_large": gettext_lazy(
        "%(name)s is larger than %(limit)d MB. Remove pictures and sheets that are not needed, or split "
        "the file, and import it again."
    ),
    "empty": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is empty. Export it again and check its size "
        "before you import it."
    ),
    "suffix": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name must end in .xlsx, .xlsm, .xlsb, .xls, .ods, "
        ".csv, .tsv, .txt or .json. Save it as .xlsx or .csv and import it again."
    ),
    "is_workbook": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name ends like a text file, but it is a workbook "
        "or a zip archive. If it is a workbook, rename it to .xlsx and import it again."
    ),
    "is_pdf": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a PDF document. Export the table as .xlsx or .csv instead."
    ),
    "is_image": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a picture. Export the table as .xlsx or .csv instead."
    ),
    "is_gzip": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is compressed. Unpack it and import the spreadsheet inside it."
    ),
    "is_archive": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is an archive. Unpack it and import the spreadsheet inside it."
    ),
    "is_html": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a web page (HTML or XML). "
        "Open it in a spreadsheet program and save it as .xlsx."
    ),
    "is_text": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name ends like a workbook, but it is plain text "
        "or an unknown format. If it is a table in text form, rename it to .csv. If not, export it again."
    ),
    "broken_archive": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: the file is damaged or incomplete. Export or download it again."
    ),
    "archive_too_large": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: unpacked it would be far larger than any call’s "
        "export. Save only the sheet with the projects as a new file and import that."
    ),
    "encrypted": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is protected by a password. Save it without one "
        "and import it again."
    ),
    "no_sheet": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it has no visible sheet with cells. Show the sheet "
        "with the projects, save, and import the file again."
    ),
    "no_cells": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it has no content. Export it again and import it."
    ),
    "no_header": gettext_lazy(
        "%(name)s has no row of column names among its first rows. Add a name above each column, save "
        "the file and import it again."
    ),
    "transposed": gettext_lazy(
        "%(name)s has one project in each column: its first column holds the names of the fields (“%(first)s”, "
        "“%(second)s”). Copy the table in a spreadsheet program, insert it with “Paste special” and “Transpose”, so "
        "that each project is a row, save the file and import it again."
    ),
    "only_header": gettext_lazy(
        "%(name)s has column names in row %(row)d but no rows below them. Check that the export contains projects."
    ),
    "too_many_rows": gettext_lazy("%(name)s has more than 100,000 rows. Split it and import the parts one by one."),
    "too_many_columns": gettext_lazy(
        "%(name)s has more than 500 columns. Remove those that are not about the projects and import it again."
    ),
    "too_slow": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: reading it takes too much time or memory for the "
        "export of a call. Save only the sheet with the projects as a new file and import that."
    ),
    "unreadable": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: the file is damaged, protected by a password, or not "
        "what its name says. Open it in a spreadsheet program, save it as .xlsx, and import it again."
    ),
    "odd_archive": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its structure is unusual and cannot be read safely. "
        "Open it in a spreadsheet program, save it as .xlsx and import it again."
    ),
    "is_document": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a text document or a presentation. Copy the "
        "table into a spreadsheet and import that."
    ),
    "is_json": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is JSON, but not a Kumu project. Import a table as "
        ".xlsx or .csv, or Kumu’s own export."
    ),
    "broken_json": gettext_lazy(
        "%(name)s cannot be read: its name ends in .json, but it is not valid JSON or it is damaged. "
        "Export or download it again."
    ),
    "encoding_unknown": gettext_lazy(
        "%(name)s cannot be read: the chosen encoding does not exist. Choose another encoding or “Detect "
        "automatically”."
    ),
    "no_such_sheet": gettext_lazy(
        "%(name)s has no visible sheet with the chosen name. Choose one of its sheets: %(sheets)s."
    ),
    "no_such_row": gettext_lazy(
        "Row %(row)d of %(name)s, chosen for the column names, is empty. Choose the row that contains them."
    ),
}

_SKIPS: dict[str, Promise] = {
    "heading": gettext_lazy("A heading between the rows."),
    "total": gettext_lazy("A row of totals."),
    "header_again": gettext_lazy("The column names, repeated."),
    "note": gettext_lazy("A note below the rows."),
    "continuation": gettext_lazy("The rest of a text that begins in the row above. It is read with that row."),
    "machine": gettext_lazy("A row for the program that wrote the file."),
    "preview": gettext_lazy("A test answer, which somebody entered to try the form."),
    "unfinished": gettext_lazy("An unfinished answer, which was not submitted."),
}

# Counts stand behind a colon, so that no language needs two forms of them.
_KUMU: dict[str, Promise] = {
    "elements_created": gettext_lazy("The file has connections only; elements made from their ends: %(count)d."),
    "element_unlabelled": gettext_lazy("Elements without a label: %(count)d."),
    "element_repeated": gettext_lazy("Elements that appear more than once, read as one: %(count)d."),
    "id_repeated": gettext_lazy("Elements with the same ID, read as one: %(count)d."),
    "element_unreadable": gettext_lazy("Elements skipped because they could not be read: %(count)d."),
    "elements_on_no_map": gettext_lazy(
        "Elements that are not on any map of the Kumu project but were read: %(count)d."
    ),
    "label_shared": gettext_lazy("Elements with the same label as another one: %(count)d."),
    "label_ambiguous": gettext_lazy(
        "Ends of connections that match several elements, linked to the first one: %(count)d."
    ),
    "matched_by_likeness": gettext_lazy("Ends of connections matched by a similar label: %(count)d."),
    "connection_incomplete": gettext_lazy("Connections skipped because one end is missing: %(count)d."),
    "connection_dangling": gettext_lazy("Connections skipped because an element is missing: %(count)d."),
    "connection_repeated": gettext_lazy("Connections that appear more than once, read as one: %(count)d."),
    "connection_id_repeated": gettext_lazy("Connections with the same ID: %(count)d."),
    "connection_reversed": gettext_lazy("Connections that Kumu draws in reverse, read as written: %(count)d."),
    "connection_unreadable": gettext_lazy("Connections skipped because they could not be read: %(count)d."),
    "connections_on_no_map": gettext_lazy(
        "Connections that are not on any map of the Kumu project but were read: %(count)d."
    ),
    "direction_absent": gettext_lazy("Connections without a direction: %(count)d."),
    "direction_unknown": gettext_lazy("Connections with a direction that Kumu does not use: %(count)d."),
    "loops_left_out": gettext_lazy("Self-links skipped: %(count)d."),
    "markup_reduced": gettext_lazy("Descriptions whose formatting was removed: %(count)d."),
    "value_unreadable": gettext_lazy("Values skipped because they are not text: %(count)d."),
    "section_left_out": gettext_lazy("Tables without elements or connections, skipped: %(count)d."),
    "organisation_concluded": gettext_lazy("Organisations inferred from a connection of another type: %(count)d."),
    "person_concluded": gettext_lazy("Contact persons inferred from a connection of another type: %(count)d."),
    "person_without_column": gettext_lazy("Persons skipped because their row has no columns left for them: %(count)d."),
    "link_within_row": gettext_lazy("Connections within one row, already given in the row itself: %(count)d."),
    "link_computed": gettext_lazy(
        "Connections that this platform computed from the texts, which nobody declared, were skipped: %(count)d."
    ),
    "link_field_left_out": gettext_lazy("Fields of connections that were skipped: %(count)d."),
}


def refusal_sentence(code: str, **params: str | int) -> str:
    """Return why a file cannot be read as a sentence; a code from a newer child falls back to the general one."""
    return str(_REFUSALS.get(code, _REFUSALS["unreadable"])) % params


def note_sentence(note: FileNote) -> str:
    """Return what was noticed about the file, as a sentence."""
    if note.code.startswith("kumu_"):
        return _kumu_sentence(note)
    if note.code in _COUNTED_SENTENCES:
        return _COUNTED_SENTENCES[note.code](note)
    code = "mapping_saved_before" if note.code == "mapping_saved" and not note.file else note.code
    params: dict[str, str | int] = {
        "names": join_list(note.names),
        "row": note.row,
        "rows": _numbers(note),
        "column": note.column,
        "file": note.file,
        "date": note.date,
        "encoding": encoding_name(note.encoding),
        "examples": note.examples,
    }
    return str(_NOTES[code]) % params


def encoding_name(encoding: str) -> str:
    """Return an encoding as people know it: Windows-1252 for cp1252."""
    names = {"gb18030": "GB 18030", "shift_jis": "Shift JIS", "big5": "Big5", "mac_roman": "Mac Roman"}
    if encoding.startswith("cp125"):
        return f"Windows-{encoding.removeprefix('cp')}"
    return names.get(encoding) or encoding.upper().replace("ISO8859_", "ISO 8859-").replace("_", "-")


def _kumu_sentence(note: FileNote) -> str:
    template = _KUMU.get(
        note.code.removeprefix("kumu_"), gettext_lazy("Other warnings about the Kumu project: %(count)d.")
    )
    text = str(template) % {"count": note.count}
    examples = note.examples or note.places
    return _("%(sentence)s For example: %(examples)s") % {"sentence": text, "examples": examples} if examples else text


_NOTES: dict[str, Promise] = {
    "header_row": gettext_lazy("The column names were found in row %(row)d; the rows above were skipped."),
    "names_unknown": gettext_lazy(
        "None of the column names in row %(row)d is known. If that row is already a project, add a row of column "
        "names above it and import the file again."
    ),
    "encoding_mended": gettext_lazy(
        "Some texts were damaged by a wrong encoding before this file was made, and have been repaired. For "
        "example: %(examples)s. Check the names."
    ),
    "letters_lost": gettext_lazy(
        "Some texts were damaged by a wrong encoding before this file was made and cannot be repaired. For example: "
        "%(examples)s. Correct them in the source and import the file again."
    ),
    "markup_removed": gettext_lazy("Formatting codes (HTML) in the cells were turned into plain text."),
    "header_rows": gettext_lazy("The column names were put together from the rows %(rows)s."),
    "answer_rows": gettext_lazy(
        "The file has one row for each answer. The answers with the same “%(column)s” were read as one row, with a "
        "column for each “%(names)s”. To read each answer as a row of its own, read the file with other settings."
    ),
    "groups": gettext_lazy("The headings above the column names were kept with them: %(names)s."),
    "sheets_united": gettext_lazy("Sheets with the same columns were read as one table: %(names)s."),
    "hidden_columns": gettext_lazy("Hidden columns were read too: %(names)s."),
    "not_ours": gettext_lazy("“%(column)s” contains none of this network’s codes. It is kept as an extra field."),
    "mapping_saved": gettext_lazy(
        "Columns with the same names were matched before, for %(file)s on %(date)s. The same fields are used here."
    ),
    "mapping_saved_before": gettext_lazy(
        "Columns with the same names were matched before, on %(date)s. The same fields are used here."
    ),
    "kumu": gettext_lazy(
        "The file is a Kumu project: its elements were read as projects, organisations and persons, and "
        "its connections as links between them."
    ),
    "encoding": gettext_lazy(
        "The text was read as %(encoding)s. If characters look wrong, choose another encoding, or save "
        "the file as CSV UTF-8 and import it again."
    ),
}


def _other_sheets(note: FileNote) -> str:
    text = ngettext(
        "The file has one more sheet (%(names)s); it was not read.",
        "The file has %(count)d more sheets (%(names)s); they were not read.",
        len(note.names),
    )
    return text % {"count": len(note.names), "names": join_list(note.names)}


def _hidden_sheets(note: FileNote) -> str:
    text = ngettext(
        "The file has a hidden sheet (%(names)s); it was not read.",
        "The file has %(count)d hidden sheets (%(names)s); they were not read.",
        len(note.names),
    )
    return text % {"count": len(note.names), "names": join_list(note.names)}


def _hidden_rows(note: FileNote) -> str:
    text = ngettext(
        "A hidden row was read too: %(rows)s.", "%(count)d hidden rows were read too: %(rows)s.", note.count
    )
    return text % {"count": note.count, "rows": _numbers(note)}


def _merged_filled(note: FileNote) -> str:
    text = ngettext(
        "One cell is merged over several rows; its text was used for each of them.",
        "%(count)d cells are merged over several rows; their texts were used for each of them.",
        note.count,
    )
    return text % {"count": note.count}


def _unclosed_quotes(note: FileNote) -> str:
    text = ngettext(
        "A quotation mark in row %(rows)s is not closed, so its cell ends with the line. Check that row.",
        "Quotation marks in %(count)d rows (%(rows)s) are not closed, so their cells end with the line. "
        "Check those rows.",
        note.count,
    )
    return text % {"count": note.count, "rows": _numbers(note)}


def _columns_folded(note: FileNote) -> str:
    text = ngettext(
        "%(count)d column, each for one option of a question, was read as a list: “%(names)s”.",
        "%(count)d columns, each for one option of a question, were read as lists: “%(names)s”.",
        note.count,
    )
    return text % {"count": note.count, "names": join_within_quotes(note.names)}


def _machine_rows(note: FileNote) -> str:
    text = ngettext(
        "A row for the program that wrote the file was skipped: %(rows)s.",
        "%(count)d rows for the program that wrote the file were skipped: %(rows)s.",
        note.count,
    )
    return text % {"count": note.count, "rows": _numbers(note)}


def _previews(note: FileNote) -> str:
    text = ngettext(
        "A test answer was skipped: row %(rows)s. To import it, read the file with other settings.",
        "%(count)d test answers were skipped: rows %(rows)s. To import them, read the file with other settings.",
        note.count,
    )
    return text % {"count": note.count, "rows": _numbers(note)}


def _unfinished(note: FileNote) -> str:
    text = ngettext(
        "An unfinished answer was skipped: row %(rows)s. To import it, read the file with other settings.",
        "%(count)d unfinished answers were skipped: rows %(rows)s. To import them, read the file with other settings.",
        note.count,
    )
    return text % {"count": note.count, "rows": _numbers(note)}


def _broken_letters(note: FileNote) -> str:
    text = ngettext(
        "One character cannot be read in this encoding (%(encoding)s) and shows as �.",
        "%(count)d characters cannot be read in this encoding (%(encoding)s) and show as �.",
        note.count,
    )
    return text % {"count": note.count, "encoding": encoding_name(note.encoding)}


def _numbers(note: FileNote) -> str:
    numbers = join_list(note.rows)
    return f"{numbers} …" if note.count > len(note.rows) else numbers


_COUNTED_SENTENCES: dict[str, Callable[[FileNote], str]] = {
    "other_sheets": _other_sheets,
    "hidden_sheets": _hidden_sheets,
    "hidden_rows": _hidden_rows,
    "merged_filled": _merged_filled,
    "unclosed_quotes": _unclosed_quotes,
    "broken_letters": _broken_letters,
    "columns_folded": _columns_folded,
    "machine": _machine_rows,
    "preview": _previews,
    "unfinished": _unfinished,
}


def skip_sentence(code: str) -> str:
    """Return why a row of the file is not taken for a project; a code of a newer reader counts as a remark."""
    return str(_SKIPS.get(code, _SKIPS["note"]))
