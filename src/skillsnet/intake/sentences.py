"""The sentences for what is wrong with a file or a row, in the reader's language."""

from collections.abc import Sequence

from babel import Locale
from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from skillsnet.core.intake.column_meanings import Guess
from skillsnet.core.intake.problems import RowProblem
from skillsnet.core.intake.record_linkage.unmatched_values import FIELD_OF_PROBLEM
from skillsnet.core.intake.stored_shapes import StoredProblem
from skillsnet.intake.enums import target_field_label
from skillsnet.intake.models import ImportRow
from skillsnet.intake.queries.columns import ColumnQuestion
from skillsnet.intake.queries.lists import code_name
from skillsnet.intake.queries.stored_values import row_problems
from skillsnet.web.lists import join_list

_PROBLEMS: dict[str, Promise] = {
    "no_title": gettext_lazy(
        "The row has no title. Every project needs a title. Enter the title, or choose the column that contains it."
    ),
    "no_organisation": gettext_lazy(
        "The row has no organisation. In a list of organisations every row needs a name. Enter the name, or choose "
        "the column that contains it."
    ),
    "title_too_long": gettext_lazy(
        "The title “%(value)s” has %(length)d characters; the maximum is %(limit)d. Shorten it and import again."
    ),
    "id_too_long": gettext_lazy(
        "The number “%(value)s” has %(length)d characters; the maximum is %(limit)d. Check that the "
        "column contains the project’s number."
    ),
    "cell_too_long": gettext_lazy(
        "The cell under “%(column)s” has %(length)d characters, but a spreadsheet allows 32,767. Shorten "
        "it and import again."
    ),
    "cell_left_out": gettext_lazy(
        "The cell under “%(column)s” has %(length)d characters, but a spreadsheet allows 32,767. It was skipped."
    ),
    "formula_in_use": gettext_lazy(
        "The cell under “%(column)s” has a formula without a stored value. "
        "Open the file in a spreadsheet program, save it, and import again."
    ),
    "formula_left_out": gettext_lazy(
        "The cell under “%(column)s” has a formula without a stored value and was skipped. To include "
        "it, open the file in a spreadsheet program, save it, and import again."
    ),
    "error_in_use": gettext_lazy(
        "The cell under “%(column)s” has the spreadsheet error %(value)s. Correct it and import again."
    ),
    "error_left_out": gettext_lazy("The cell under “%(column)s” has the spreadsheet error %(value)s and was skipped."),
    "country_is_region": gettext_lazy(
        "“%(value)s” is a region, not a country. The project is imported without a country."
    ),
    "country_several": gettext_lazy(
        "“%(value)s” names several countries. The project works in all of them, and the first is taken as its seat."
    ),
    "work_country_is_region": gettext_lazy(
        "“%(value)s” under “%(column)s” is a region, not a country. It is kept as an extra field."
    ),
    "work_country_unknown": gettext_lazy(
        "“%(value)s” under “%(column)s” is not a known country. It is kept as an extra field."
    ),
    "country_unknown": gettext_lazy(
        "“%(value)s” is not a known country. The project is imported without a country. Correct the name "
        "and import again."
    ),
    "country_suggested": gettext_lazy(
        "“%(value)s” is not a known country. Did you mean %(near)s? The project is imported without a country."
    ),
    "organisation_too_long": gettext_lazy(
        "The organisation’s name “%(value)s” has %(length)d characters; the maximum is %(limit)d. The "
        "project is imported without an organisation. Shorten the name and import again."
    ),
    "address_unusable": gettext_lazy(
        "“%(value)s” is not a mail address and was not stored. Use the format ada@example.org and import again."
    ),
    "person_too_long": gettext_lazy(
        "“%(value)s” under “%(column)s” has %(length)d characters; the maximum is %(limit)d. It was skipped."
    ),
    "person_unnamed": gettext_lazy(
        "“%(value)s” under “%(column)s” was skipped: the row does not name the contact person it belongs to."
    ),
    "mailbox_shared": gettext_lazy(
        "%(name)s and %(owner)s have the same mail address, %(value)s. They are imported as two people. If they are "
        "one, correct the name."
    ),
    "date_ambiguous": gettext_lazy(
        "“%(value)s” under “%(column)s” can be read day first or month first, and no date in the column shows "
        "which. It was read as %(read)s, and similar dates in the same order. If that is wrong, write dates as "
        "2020-03-31 and import again."
    ),
    "link_unusable": gettext_lazy(
        "“%(value)s” cannot be used as a web link and was skipped. Use the format https://example.org."
    ),
    "date_unknown": gettext_lazy(
        "“%(value)s” under “%(column)s” cannot be read as a date. Date left blank. Use the format 2020-03-31."
    ),
    "type_unknown": gettext_lazy("“%(value)s” is not a known type of organisation. Type left blank."),
    "language_unknown": gettext_lazy("“%(value)s” is not a known language. It is kept as an extra field."),
    "beneficiary_unknown": gettext_lazy(
        "“%(value)s” is not a known group of beneficiaries. It is kept as an extra field."
    ),
    "stage_unknown": gettext_lazy("“%(value)s” is not a known stage. Stage left blank."),
    "status_unknown": gettext_lazy("“%(value)s” is not a known project status. The project counts as submitted."),
    "may_publish_unknown": gettext_lazy(
        "“%(value)s” under “%(column)s” is neither yes nor no. The project is kept off public pages until you match it."
    ),
    "may_publish_empty": gettext_lazy(
        "“%(column)s” is empty. The project is kept off public pages until you say what an empty cell means."
    ),
    "may_publish_reversed": gettext_lazy(
        "“%(column)s” was No in an earlier file and is Yes here. The project is kept off public pages until you agree."
    ),
    "may_contact_unknown": gettext_lazy("“%(value)s” under “%(column)s” is neither yes nor no. Left blank."),
    "category_unknown": gettext_lazy(
        "“%(value)s” is not a category here. It is stored with the project, and categories are suggested "
        "from the project’s text."
    ),
    "duplicate": gettext_lazy("Row %(first)d already contains the same project. This row is skipped."),
    "repeat_separate": gettext_lazy(
        "Row %(first)d has the same title and organisation, or the same number. This row has other values, so it is "
        "kept as a separate project."
    ),
    "repeat_other": gettext_lazy(
        "Row %(first)d has the same title or number, but another organisation or person. This row is kept as a "
        "separate project."
    ),
    "repeat_more": gettext_lazy(
        "The network already has several projects with this title and organisation, or this number. None has these "
        "values, so this row is kept as a separate project."
    ),
    "repeat_older": gettext_lazy("Row %(first)d has the latest complete answer for this project. This row is skipped."),
    "project_merged": gettext_lazy(
        "This project was merged with another one. The row is skipped, and the values that were chosen stay."
    ),
    "repeat_joined": gettext_lazy("This row is joined with row %(first)d, which has the values of both."),
    "duplicate_organisation": gettext_lazy(
        "Row %(first)d already contains the same organisation. This row is skipped."
    ),
    "organisation_id_too_long": gettext_lazy(
        "The organisation’s number “%(value)s” has %(length)d characters; the maximum is %(limit)d. It was skipped."
    ),
    "number_rounded": gettext_lazy(
        "“%(value)s” under “%(column)s” has more digits than a spreadsheet can store, so the last digits "
        "may be wrong. Format the column as text in the source and export it again."
    ),
    "claimed_stays": gettext_lazy(
        "The file has “%(value)s” under “%(column)s”, but the person has claimed their profile, so their "
        "own value is kept."
    ),
    "removed_stays": gettext_lazy(
        "Somebody removed this project. It stays removed. To show it again, put it back under “Removed items”."
    ),
    "removed_with_organisation": gettext_lazy(
        "Somebody removed this organisation. The project is removed with it. To show it, put the organisation back "
        "under “Removed items”."
    ),
    "removed_person_stays": gettext_lazy(
        "Somebody removed a person of this row. The person is not shown. To show the person again, put them back under "
        "“Removed items”."
    ),
    "revised_stays": gettext_lazy(
        "The file has “%(value)s” under “%(column)s”, but somebody changed this field by hand, so it is not replaced. "
        "To take the file’s value, edit the project."
    ),
    "names_person": gettext_lazy(
        "“%(value)s” under “%(column)s” is the name of a person in this row. Only facilitators see it "
        "until the person agrees to be named. You can keep the name or remove it."
    ),
    "name_stays": gettext_lazy(
        "“%(value)s” has already chosen who can see their name, or has withdrawn that choice. Your "
        "answer here does not change that."
    ),
    "one_person": gettext_lazy(
        "“%(value)s” is one person, and no type of organisation is given. It is imported as an "
        "individual, and the name is not shown. If it is an organisation, enter its type."
    ),
    "link_end_missing": gettext_lazy("Link skipped: “%(value)s” is not in this file or call. Check that row."),
    "kept_decided": gettext_lazy(
        "Not undone: somebody has made a decision on the project’s category since this import."
    ),
    "kept_joined": gettext_lazy("Not undone: a later import changed the project. Undo that import first."),
    "kept_merged": gettext_lazy("Not undone: its organisation was merged with another one. Undo the merge first."),
    "kept_project_merged": gettext_lazy("Not undone: the project was merged with another one. Undo the merge first."),
    "kept_changed": gettext_lazy("Not undone: the project has been changed since this import."),
    "kept_linked": gettext_lazy("Not undone: the project has a link that this import did not add."),
    "kept_claimed": gettext_lazy("The contact person has claimed their profile, so the person is kept."),
}

_MAPPING_FAULTS: dict[str, Promise] = {
    "unknown_column": gettext_lazy("The file has no column “%(column)s”. Its columns are: %(columns)s."),
    "unknown_target_field": gettext_lazy("“%(target_field)s” is not a known field. Use one of: %(target_fields)s."),
}


def said_at_sentence(rows: Sequence[int]) -> str:
    """Return that what is said of a value at other rows holds here too; nothing for no rows."""
    if not rows:
        return ""
    text = ngettext(
        "The warning for row %(rows)s also applies here.", "The warnings for rows %(rows)s also apply here.", len(rows)
    )
    return text % {"rows": join_list(rows)}


def problem_sentence(problem: StoredProblem) -> str:
    """Return a row's stored problem as a sentence; see `sentence_of`."""
    return sentence_of(RowProblem.from_json(problem))


def sentence_of(problem: RowProblem) -> str:
    """Return a row's problem as a sentence that names the thing, the value and what happens or helps."""
    params: dict[str, str | int] = {"column": problem.column, "value": problem.value, **problem.params}
    code = problem.code
    near = [part for part in str(params.pop("near", "")).split("|") if part]
    names = [code_name(FIELD_OF_PROBLEM[code], part) for part in near] if code in FIELD_OF_PROBLEM else near
    params["near"] = _join_with_or(names)
    if code == "country_unknown" and near:
        code = "country_suggested"
    sentence = str(_PROBLEMS[code]) % params
    if near and code != "country_suggested":
        question = _("Did you mean %(near)s?") % {"near": params["near"]}
        sentence = _("%(sentence)s %(more)s") % {"sentence": sentence, "more": question}
    further_rows = int(params.get("rows", 1)) - 1
    if further_rows > 0:
        more = ngettext("(In %(count)d more row.)", "(In %(count)d more rows.)", further_rows) % {"count": further_rows}
        return _("%(sentence)s %(more)s") % {"sentence": sentence, "more": more}
    return sentence


def reason_sentence(code: str) -> str:
    """Return why taking an import back leaves a project as it is."""
    return str(_PROBLEMS[code])


def kept_sentence(row: ImportRow) -> str:
    """Return why taking the import back left the row’s project as it is."""
    reasons = [problem for problem in row_problems(row) if problem.code.startswith("kept_")]
    return sentence_of(reasons[-1]) if reasons else _("This row was not undone.")


def _join_with_or(names: Sequence[str]) -> str:
    """Return names as a list of which one may be meant, in the reader's language."""
    return format_list(names, style="or", locale=Locale.parse(get_language() or "en", sep="-"))


def mapping_sentence(code: str, **params: str) -> str:
    """Return what is wrong with a mapping of columns."""
    return str(_MAPPING_FAULTS[code]) % params


_REASONS_OF_GUESS: dict[str, Promise] = {
    "header": gettext_lazy("Recognised from its name (%(percent)d %% confidence)."),
    "similar_header": gettext_lazy("Recognised from words in its name (%(percent)d %% confidence)."),
    "header_and_cells": gettext_lazy("Recognised from its name and its values (%(percent)d %% confidence)."),
    "cells": gettext_lazy("Recognised from its values (%(percent)d %% confidence)."),
    "empty": gettext_lazy("All cells are empty, so this column changes nothing."),
    "values_unknown": gettext_lazy("The values do not match the column name."),
    "taken": gettext_lazy("Another column is already matched to this field."),
}


def guess_sentence(guess: Guess) -> str:
    """Return how a column came to its target field, and how sure that is, in words."""
    if guess.is_question:
        return _("Not certain (%(percent)d %% confidence). Check this column.") % {
            "percent": round(100 * guess.confidence)
        }
    sentence = _REASONS_OF_GUESS.get(guess.why)
    if sentence is None:
        return _("Not recognised.")
    return str(sentence) % {"percent": round(100 * guess.confidence)}


def column_question_sentence(question: ColumnQuestion) -> str:
    """Return what to check of a column, or what is missing."""
    if question.is_list:
        return _(
            "This file has no projects: no column is matched to the project title. If each row is an organisation, "
            "take it in as a list of organisations. Otherwise choose the column that contains the titles."
        )
    if not question.column:
        return _(
            "No column is matched to the project title. Without a title, no row is imported. Choose the column that "
            "contains the titles."
        )
    return _("“%(column)s”: is this the field “%(field)s”?") % {
        "column": question.column,
        "field": target_field_label(question.target_field),
    }
