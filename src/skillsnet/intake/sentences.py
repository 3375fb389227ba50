"""The sentences for what is wrong with a file or a row, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from skillsnet.intake.models import ImportRow
from skillsnet.intake.queries.lists import code_name
from skillsnet.intake.queries.unmatched_values import MEANINGS

_PROBLEMS: dict[str, Promise] = {
    "no_title": gettext_lazy(
        "The row has no title, and a project is shown by its title. Fill in the title, or say which column holds it."
    ),
    "title_too_long": gettext_lazy(
        "The title “%(value)s” has %(length)d characters; at most %(limit)d fit. Shorten it and import again."
    ),
    "id_too_long": gettext_lazy(
        "The number “%(value)s” has %(length)d characters; at most %(limit)d fit. "
        "Check that the column really holds the project’s number."
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
        "“%(value)s” is a region, not a country. The project comes in with its country not stated."
    ),
    "country_unknown": gettext_lazy(
        "“%(value)s” is no country we know. The project comes in with its country not stated; "
        "correct the name and import again."
    ),
    "country_suggested": gettext_lazy(
        "“%(value)s” is no country we know; did you mean %(near)s? The project comes in with its country not stated."
    ),
    "organisation_too_long": gettext_lazy(
        "The organisation’s name “%(value)s” has %(length)d characters; at most %(limit)d fit. "
        "The project comes in without organisation; shorten the name and import again."
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
    "status_unknown": gettext_lazy("“%(value)s” is no status of a project. It counts as submitted."),
    "category_unknown": gettext_lazy(
        "“%(value)s” is no category of this network. It is kept with the project, and categories are suggested "
        "from its text."
    ),
    "duplicate": gettext_lazy("The same project already stands in row %(first)d; this row is left out."),
    "organisation_id_too_long": gettext_lazy(
        "The organisation’s number “%(value)s” has %(length)d characters; at most %(limit)d fit. It was left out."
    ),
    "number_rounded": gettext_lazy(
        "“%(value)s” under “%(column)s” has more digits than a spreadsheet keeps, so its last ones may be wrong. "
        "Format the column as text in the source and export it again."
    ),
    "claimed_stays": gettext_lazy(
        "The file says “%(value)s” under “%(column)s”; the person has claimed their profile, so their own word stays."
    ),
    "names_person": gettext_lazy(
        "“%(value)s” under “%(column)s” is the name of one of this row’s people. Only facilitators see it until the "
        "person agrees to be named. You can leave it as it is, or take the name out."
    ),
    "name_stays": gettext_lazy(
        "“%(value)s” has said before who may see the name, or took that back. That stays, whatever is answered here."
    ),
    "one_person": gettext_lazy(
        "“%(value)s” is one person, and no type of organisation is stated. It comes in as an individual, whose name is "
        "not shown. If it is an organisation, write its type."
    ),
    "link_end_missing": gettext_lazy(
        "The tie was left out: “%(value)s” is not among the projects of this file or call. "
        "See what became of its own row."
    ),
    "kept_decided": gettext_lazy("Not taken back: somebody has decided on the project’s category since."),
    "kept_joined": gettext_lazy("Not taken back: a later import changed the project. Take that one back first."),
    "kept_merged": gettext_lazy("Not taken back: its organisation was made one with another. Part them first."),
    "kept_changed": gettext_lazy("Not taken back: the project has been changed since this import."),
    "kept_linked": gettext_lazy("Not taken back: a tie that came from elsewhere leads to the project."),
    "kept_claimed": gettext_lazy("The contact person has claimed their profile, so the person stays."),
}

_MAPPING_FAULTS: dict[str, Promise] = {
    "unknown_column": gettext_lazy("The file has no column “%(column)s”. Its columns are: %(columns)s."),
    "unknown_meaning": gettext_lazy("“%(meaning)s” is no meaning of a column. Use one of: %(meanings)s."),
}


def said_at_sentence(rows: Sequence[int]) -> str:
    """Return that what is said of a value at other rows holds here too; nothing for no rows."""
    if not rows:
        return ""
    text = ngettext("What row %(rows)s says holds here too.", "What rows %(rows)s say holds here too.", len(rows))
    return text % {"rows": ", ".join(map(str, rows))}


def problem_sentence(problem: Mapping[str, Any]) -> str:
    """Return a row's problem as a sentence that names the thing, the value and what happens or helps."""
    params = {"column": problem["column"], "value": problem["value"], **problem["params"]}
    code = problem["code"]
    near = [part for part in str(params.pop("near", "")).split("|") if part]
    names = [code_name(MEANINGS[code], part) for part in near] if code in MEANINGS else near
    params["near"] = _either(names)
    if code == "country_unknown" and near:
        code = "country_suggested"
    sentence = str(_PROBLEMS[code]) % params
    if near and code != "country_suggested":
        question = _("Did you mean %(near)s?") % {"near": params["near"]}
        sentence = _("%(sentence)s %(more)s") % {"sentence": sentence, "more": question}
    rows = params.get("rows", 1)
    if rows > 1:
        more = ngettext("(In %(count)d more row.)", "(In %(count)d more rows.)", rows - 1) % {"count": rows - 1}
        return _("%(sentence)s %(more)s") % {"sentence": sentence, "more": more}
    return sentence


def reason_sentence(code: str) -> str:
    """Return why taking an import back leaves a project as it is."""
    return str(_PROBLEMS[code])


def kept_sentence(row: ImportRow) -> str:
    """Return why taking the import back left the row’s project as it is."""
    reasons = [problem for problem in row.problems if problem["code"].startswith("kept_")]
    return problem_sentence(reasons[-1]) if reasons else _("It was not taken back.")


def _either(names: Sequence[str]) -> str:
    """Return names as a list of which one may be meant, in the reader's language."""
    return format_list(names, style="or", locale=Locale.parse(get_language() or "en", sep="-"))


def mapping_sentence(code: str, **params: str) -> str:
    """Return what is wrong with a mapping of columns."""
    return str(_MAPPING_FAULTS[code]) % params
