"""The sentences for what is wrong with a file, and for what was noticed about it, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_REFUSALS: dict[str, Promise] = {
    "too_large": gettext_lazy(
        "%(name)s is larger than %(limit)d MB. Leave out pictures and sheets that are not needed, "
        "or split the file, and bring it again."
    ),
    "empty": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is empty. Export it again and check its size before bringing it."
    ),
    "suffix": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name ends in none of .xlsx, .xlsm, .xlsb, .xls, .ods, "
        ".csv, .tsv, .txt, .json. "
        "Save it as .xlsx or .csv and bring it again."
    ),
    "is_workbook": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name says text, but it is a workbook or a zip archive. "
        "Rename it to .xlsx if it is a workbook, and bring it again."
    ),
    "is_pdf": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a PDF document. Export the table as .xlsx or .csv instead."
    ),
    "is_image": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a picture. Export the table as .xlsx or .csv instead."
    ),
    "is_gzip": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is packed. Unpack it and bring the spreadsheet inside."
    ),
    "is_archive": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is an archive. Unpack it and bring the spreadsheet inside."
    ),
    "is_html": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a web page (HTML or XML). "
        "Open it in a spreadsheet program and save it as .xlsx."
    ),
    "is_text": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name says workbook, but it is plain text or something unknown. "
        "Rename it to .csv if it is a table in text form, or export it again."
    ),
    "broken_archive": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: the file is damaged or incomplete. Export or download it again."
    ),
    "archive_too_large": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: unpacked it would be far larger than any call’s export. "
        "Save only the sheet with the projects as a new file and bring that."
    ),
    "encrypted": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is protected by a password. "
        "Save it without one and bring it again."
    ),
    "no_sheet": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it has no visible sheet with cells. "
        "Show the sheet with the projects, save, and bring it again."
    ),
    "no_cells": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: there is nothing in it. Export it again and bring it."
    ),
    "no_header": gettext_lazy(
        "%(name)s has no row of column names among its first rows. Put one name over each column, save, "
        "and bring it again."
    ),
    "only_header": gettext_lazy(
        "%(name)s has column names in row %(row)d and nothing below them. Check that the export held projects."
    ),
    "too_many_rows": gettext_lazy("%(name)s has more than 100,000 rows. Split it and bring the parts one by one."),
    "too_many_columns": gettext_lazy(
        "%(name)s has more than 500 columns. Leave out those that are not about the projects and bring it again."
    ),
    "too_slow": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: taking it apart needs more time or memory than a call’s export ever "
        "does. Save only the sheet with the projects as a new file and bring that."
    ),
    "unreadable": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: the file is damaged, protected by a password, or not what its name "
        "says. Open it in a spreadsheet program, save it as .xlsx, and bring it again."
    ),
    "odd_archive": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is put together as no spreadsheet program does it. "
        "Open it in a spreadsheet program, save it as .xlsx, and bring it again."
    ),
    "is_document": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is a text document or a presentation. "
        "Copy the table into a spreadsheet and bring that."
    ),
    "is_json": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is JSON, but no project of Kumu. "
        "Bring a table as .xlsx or .csv, or Kumu’s own export."
    ),
    "broken_json": gettext_lazy(
        "%(name)s cannot be read: it ends in .json, but it is no JSON, or it is damaged. Export or download it again."
    ),
    "encoding_unknown": gettext_lazy(
        "%(name)s cannot be read: there is no encoding of the chosen name. "
        "Choose another one, or none to have it found."
    ),
    "no_such_sheet": gettext_lazy("%(name)s has no visible sheet of the chosen name. Its sheets are: %(sheets)s."),
    "no_such_row": gettext_lazy(
        "%(name)s has nothing in row %(row)d, which was chosen for the column names. Choose the row that holds them."
    ),
}

_SKIPS: dict[str, Promise] = {
    "heading": gettext_lazy("A heading between the rows."),
    "total": gettext_lazy("A line of totals."),
    "header_again": gettext_lazy("The column names once more."),
    "note": gettext_lazy("A remark below the rows."),
}

# Counts stand behind a colon, so that no language needs two forms of them.
_KUMU: dict[str, Promise] = {
    "elements_created": gettext_lazy("The file has connections only; elements made from their ends: %(count)d."),
    "element_unlabelled": gettext_lazy("Elements without a label: %(count)d."),
    "element_repeated": gettext_lazy("Elements that stand there more than once, taken as one: %(count)d."),
    "id_repeated": gettext_lazy("Elements with the same ID, taken as one: %(count)d."),
    "element_unreadable": gettext_lazy("Elements that could not be read and were left out: %(count)d."),
    "elements_on_no_map": gettext_lazy("Elements that stand on no map of the project, read all the same: %(count)d."),
    "label_shared": gettext_lazy("Elements that share their label with another one: %(count)d."),
    "label_ambiguous": gettext_lazy(
        "Ends of connections that several elements could be, tied to the first of them: %(count)d."
    ),
    "matched_by_likeness": gettext_lazy("Ends of connections that were found by a similar label: %(count)d."),
    "connection_incomplete": gettext_lazy("Connections that lack an end and were left out: %(count)d."),
    "connection_dangling": gettext_lazy("Connections to elements that are not there, left out: %(count)d."),
    "connection_repeated": gettext_lazy("Connections that stand there more than once, taken as one: %(count)d."),
    "connection_id_repeated": gettext_lazy("Connections with the same ID: %(count)d."),
    "connection_reversed": gettext_lazy("Connections that Kumu draws in reverse, read as written: %(count)d."),
    "connection_unreadable": gettext_lazy("Connections that could not be read and were left out: %(count)d."),
    "connections_on_no_map": gettext_lazy(
        "Connections that stand on no map of the project, read all the same: %(count)d."
    ),
    "direction_absent": gettext_lazy("Connections that do not say their direction: %(count)d."),
    "direction_unknown": gettext_lazy("Connections with a direction that Kumu does not have: %(count)d."),
    "loops_left_out": gettext_lazy("Loops, which were left out: %(count)d."),
    "markup_reduced": gettext_lazy("Descriptions whose formatting was left out: %(count)d."),
    "value_unreadable": gettext_lazy("Values that are no text and were left out: %(count)d."),
    "section_left_out": gettext_lazy("Tables with neither elements nor connections in them, left out: %(count)d."),
    "organisation_concluded": gettext_lazy(
        "Organisations that were concluded from a connection of another kind: %(count)d."
    ),
    "person_concluded": gettext_lazy(
        "Contact persons who were concluded from a connection of another kind: %(count)d."
    ),
    "person_without_column": gettext_lazy("Persons beyond those a row has columns for, left out: %(count)d."),
    "link_within_row": gettext_lazy("Connections within one row, which the row itself says: %(count)d."),
    "link_field_left_out": gettext_lazy("Fields of connections that were left out: %(count)d."),
}


def refusal_sentence(code: str, **params: str | int) -> str:
    """Return why a file cannot be read as a sentence; a code from a newer child falls back to the general one."""
    return str(_REFUSALS.get(code, _REFUSALS["unreadable"])) % params


def note_sentence(note: Mapping[str, Any]) -> str:
    """Return what was noticed about the file, as a sentence."""
    code = note["code"]
    if code.startswith("kumu_"):
        return _kumu_sentence(note)
    if code in _NUMBERED:
        return _NUMBERED[code](note)
    if code == "mapping_saved" and not note["file"]:
        code = "mapping_saved_before"
    params = {key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in note.items()}
    if "encoding" in note:
        params["encoding"] = encoding_name(note["encoding"])
    return str(_NOTES[code]) % params


def encoding_name(encoding: str) -> str:
    """Return an encoding as people know it: Windows-1252 for cp1252."""
    known = {"gb18030": "GB 18030", "shift_jis": "Shift JIS", "big5": "Big5", "mac_roman": "Mac Roman"}
    if encoding.startswith("cp125"):
        return f"Windows-{encoding.removeprefix('cp')}"
    return known.get(encoding) or encoding.upper().replace("ISO8859_", "ISO 8859-").replace("_", "-")


def _kumu_sentence(note: Mapping[str, Any]) -> str:
    code = note["code"].removeprefix("kumu_")
    text = str(_KUMU.get(code, gettext_lazy("Other remarks on the Kumu project: %(count)d."))) % note
    examples = note.get("examples") or note.get("places")
    return _("%(sentence)s For example: %(examples)s") % {"sentence": text, "examples": examples} if examples else text


_NOTES: dict[str, Promise] = {
    "header_row": gettext_lazy("The column names were found in row %(row)d; the rows above were left out."),
    "groups": gettext_lazy("The headings above the column names were kept with them: %(names)s."),
    "sheets_united": gettext_lazy("Sheets with the same columns were read as one table: %(names)s."),
    "hidden_columns": gettext_lazy("Hidden columns were read too: %(names)s."),
    "not_ours": gettext_lazy(
        "The values under “%(column)s” are not ours, whatever its name says; they are kept as an extra field."
    ),
    "mapping_saved": gettext_lazy(
        "Columns with the same names were sorted out before, for %(file)s on %(date)s; that was taken over."
    ),
    "mapping_saved_before": gettext_lazy(
        "Columns with the same names were sorted out before, on %(date)s; that was taken over."
    ),
    "kumu": gettext_lazy(
        "The file is a Kumu project: its elements were read as projects, organisations and persons, "
        "its connections as ties between them."
    ),
    "encoding": gettext_lazy(
        "The text was read as %(encoding)s. If letters look wrong, choose another encoding, "
        "or save the file as CSV UTF-8 and bring it again."
    ),
}


def _other_sheets(note: Mapping[str, Any]) -> str:
    text = ngettext(
        "The file has one more sheet (%(names)s); it was not read.",
        "The file has %(count)d more sheets (%(names)s); they were not read.",
        len(note["names"]),
    )
    return text % {"count": len(note["names"]), "names": ", ".join(note["names"])}


def _hidden_sheets(note: Mapping[str, Any]) -> str:
    text = ngettext(
        "The file has a hidden sheet (%(names)s); it was not read.",
        "The file has %(count)d hidden sheets (%(names)s); they were not read.",
        len(note["names"]),
    )
    return text % {"count": len(note["names"]), "names": ", ".join(note["names"])}


def _hidden_rows(note: Mapping[str, Any]) -> str:
    text = ngettext(
        "A hidden row was read too: %(rows)s.", "%(count)d hidden rows were read too: %(rows)s.", note["count"]
    )
    return text % {"count": note["count"], "rows": _numbers(note)}


def _merged_filled(note: Mapping[str, Any]) -> str:
    text = ngettext(
        "One cell is merged over several rows; its text was taken for each of them.",
        "%(count)d cells are merged over several rows; their texts were taken for each of them.",
        note["count"],
    )
    return text % {"count": note["count"]}


def _unclosed_quotes(note: Mapping[str, Any]) -> str:
    text = ngettext(
        "In row %(rows)s a quotation mark is never closed; its cell ends with the line. Check that row.",
        "In %(count)d rows (%(rows)s) a quotation mark is never closed; their cells end with the line. "
        "Check those rows.",
        note["count"],
    )
    return text % {"count": note["count"], "rows": _numbers(note)}


def _broken_letters(note: Mapping[str, Any]) -> str:
    text = ngettext(
        "One place is no letter in this encoding (%(encoding)s) and shows as �.",
        "%(count)d places are no letters in this encoding (%(encoding)s) and show as �.",
        note["count"],
    )
    return text % {"count": note["count"], "encoding": encoding_name(note["encoding"])}


def _numbers(note: Mapping[str, Any]) -> str:
    shown = ", ".join(str(number) for number in note["rows"])
    return f"{shown} …" if note["count"] > len(note["rows"]) else shown


_NUMBERED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "other_sheets": _other_sheets,
    "hidden_sheets": _hidden_sheets,
    "hidden_rows": _hidden_rows,
    "merged_filled": _merged_filled,
    "unclosed_quotes": _unclosed_quotes,
    "broken_letters": _broken_letters,
}


def skip_sentence(code: str) -> str:
    """Return why a row of the file is not taken for a project; a code of a newer reader counts as a remark."""
    return str(_SKIPS.get(code, _SKIPS["note"]))
