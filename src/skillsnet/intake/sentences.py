"""The sentences for what is wrong with a file or a row, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_PROBLEMS: dict[str, Promise] = {
    "no_title": gettext_lazy(
        "The row has no title, and a proposal is shown by its title. Fill in the title, or say which column holds it."
    ),
    "title_too_long": gettext_lazy(
        "The title “%(value)s” has %(length)d characters; at most %(limit)d fit. Shorten it and import again."
    ),
    "id_too_long": gettext_lazy(
        "The number “%(value)s” has %(length)d characters; at most %(limit)d fit. "
        "Check that the column really holds the proposal’s number."
    ),
    "cell_too_long": gettext_lazy(
        "The cell under “%(column)s” holds %(length)d characters, more than a spreadsheet’s 32,767. "
        "Shorten it and import again."
    ),
    "cell_left_out": gettext_lazy(
        "The cell under “%(column)s” holds %(length)d characters, more than a spreadsheet’s 32,767; it was left out."
    ),
    "formula_in_use": gettext_lazy(
        "The cell under “%(column)s” has a formula without a stored value. "
        "Open the file in a spreadsheet program, save it, and import again."
    ),
    "formula_left_out": gettext_lazy(
        "The cell under “%(column)s” has a formula without a stored value and was left out. "
        "Open the file in a spreadsheet program and save it to have it taken."
    ),
    "error_in_use": gettext_lazy(
        "The cell under “%(column)s” holds the spreadsheet error %(value)s. Correct it and import again."
    ),
    "error_left_out": gettext_lazy(
        "The cell under “%(column)s” holds the spreadsheet error %(value)s and was left out."
    ),
    "country_is_region": gettext_lazy(
        "“%(value)s” is a region, not a country. The proposal comes in with its country not stated."
    ),
    "country_unknown": gettext_lazy(
        "“%(value)s” is no country we know. The proposal comes in with its country not stated; "
        "correct the name and import again."
    ),
    "country_suggested": gettext_lazy(
        "“%(value)s” is no country we know; did you mean %(suggestion)s? "
        "The proposal comes in with its country not stated."
    ),
    "organisation_too_long": gettext_lazy(
        "The organisation’s name “%(value)s” has %(length)d characters; at most %(limit)d fit. "
        "The proposal comes in without organisation; shorten the name and import again."
    ),
    "address_unusable": gettext_lazy(
        "“%(value)s” is no mail address and was not kept. Write it like ada@example.org and import again."
    ),
    "person_too_long": gettext_lazy(
        "“%(value)s” under “%(column)s” has %(length)d characters; at most %(limit)d fit. It was left out."
    ),
    "person_unnamed": gettext_lazy(
        "“%(value)s” under “%(column)s” was left out: the row names no contact person it could belong to."
    ),
    "link_unusable": gettext_lazy(
        "“%(value)s” is no web address we can link to and was left out. Write it like https://example.org."
    ),
    "date_unknown": gettext_lazy(
        "“%(value)s” under “%(column)s” is no date we can read. The date stays open; write it like 2020-03-31."
    ),
    "type_unknown": gettext_lazy("“%(value)s” is no type of organisation we know. The type stays open."),
    "language_unknown": gettext_lazy("“%(value)s” is no language we know. It is kept as an extra field."),
    "beneficiary_unknown": gettext_lazy(
        "“%(value)s” is none of the groups a project can be for. It is kept as an extra field."
    ),
    "stage_unknown": gettext_lazy("“%(value)s” is none of the stages of a project. The stage stays open."),
    "status_unknown": gettext_lazy("“%(value)s” is no status of a proposal. It counts as submitted."),
    "category_unknown": gettext_lazy(
        "“%(value)s” is no category of this network. It is kept with the proposal, and categories are suggested "
        "from its text."
    ),
    "duplicate": gettext_lazy("The same proposal already stands in row %(first)d; this row is left out."),
    "kept_decided": gettext_lazy("Not taken back: somebody has decided on the proposal’s category since."),
    "kept_changed": gettext_lazy("Not taken back: the proposal has been changed since this import."),
    "kept_claimed": gettext_lazy("The contact person has claimed their profile, so the person stays."),
}

_REFUSALS: dict[str, Promise] = {
    "too_large": gettext_lazy(
        "%(name)s is larger than %(limit)d MB. Leave out pictures and sheets that are not needed, "
        "or split the file, and bring it again."
    ),
    "empty": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is empty. Export it again and check its size before bringing it."
    ),
    "suffix": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: its name ends in none of .xlsx, .csv, .tsv, .txt, .xls, .ods. "
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
        "Save only the sheet with the proposals as a new file and bring that."
    ),
    "encrypted": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it is protected by a password. "
        "Save it without one and bring it again."
    ),
    "no_sheet": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: it has no visible sheet with cells. "
        "Show the sheet with the proposals, save, and bring it again."
    ),
    "no_cells": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: there is nothing in it. Export it again and bring it."
    ),
    "no_header": gettext_lazy(
        "%(name)s has no row of column names among its first rows. Put one name over each column, save, "
        "and bring it again."
    ),
    "only_header": gettext_lazy(
        "%(name)s has column names in row %(row)d and nothing below them. Check that the export held proposals."
    ),
    "too_many_rows": gettext_lazy("%(name)s has more than 100,000 rows. Split it and bring the parts one by one."),
    "too_many_columns": gettext_lazy(
        "%(name)s has more than 500 columns. Leave out those that are not about the proposals and bring it again."
    ),
    "too_slow": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: taking it apart needs more time or memory than a call’s export ever "
        "does. Save only the sheet with the proposals as a new file and bring that."
    ),
    "unreadable": gettext_lazy(
        "%(name)s cannot be read as a spreadsheet: the file is damaged, protected by a password, or not what its name "
        "says. Open it in a spreadsheet program, save it as .xlsx, and bring it again."
    ),
}

_MAPPING_FAULTS: dict[str, Promise] = {
    "unknown_column": gettext_lazy("The file has no column “%(column)s”. Its columns are: %(columns)s."),
    "unknown_meaning": gettext_lazy("“%(meaning)s” is no meaning of a column. Use one of: %(meanings)s."),
    "meant_twice": gettext_lazy(
        "Two columns cannot both be “%(meaning)s”; the second is “%(column)s”. Give one of them another meaning."
    ),
}


def problem_sentence(problem: Mapping[str, Any]) -> str:
    """Return a row's problem as a sentence that names the thing, the value and what happens or helps."""
    params = {"column": problem["column"], "value": problem["value"], **problem["params"]}
    code = problem["code"]
    if code == "country_unknown" and params.get("suggestion"):
        code = "country_suggested"
    sentence = str(_PROBLEMS[code]) % params
    rows = params.get("rows", 1)
    if rows > 1:
        more = ngettext("(In %(count)d more row.)", "(In %(count)d more rows.)", rows - 1) % {"count": rows - 1}
        return _("%(sentence)s %(more)s") % {"sentence": sentence, "more": more}
    return sentence


def refusal_sentence(code: str, **params: str | int) -> str:
    """Return why a file cannot be read as a sentence; a code from a newer child falls back to the general one."""
    return str(_REFUSALS.get(code, _REFUSALS["unreadable"])) % params


def mapping_sentence(code: str, **params: str) -> str:
    """Return what is wrong with a mapping of columns."""
    return str(_MAPPING_FAULTS[code]) % params
