"""What the cells of an extra column say, and why some columns can be nothing to filter by."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.calls.enums import FieldKind
from skillsnet.core.intake.column_meanings import guess_target_fields
from skillsnet.core.intake.target_fields import OF_PEOPLE
from skillsnet.core.text import mask_contacts
from skillsnet.web.lists import join_within_quotes

# Where a project keeps the categories that its file named: read by the import, no column of the file.
NAMED_CATEGORIES = "category_named"
# More values than this nobody looks through, and longer ones are texts.
MAX_VALUES = 200
MAX_LETTERS = 120
# Where more than this share of the cells differ, nothing is gathered by them; of few cells nothing can be said.
MAX_DIFFERENT_SHARE, FEW_CELLS = 0.8, 20
# So many cells of a column of numbers must be numbers.
MIN_NUMBER_SHARE = 0.9
_NUMBER = re.compile(r"^[-+−]?\d[\d\s.,’']*$")
_AROUND = re.compile(r"^[^\d+−-]{0,4}(?=[-+−\d])|[^\d]{0,12}$")


@dataclass(frozen=True)
class CellForm:
    """How the cells of a column are read."""

    kind: str
    separator: str = ""

    def parts(self, cell: object) -> list[str]:
        """Return the values of a cell, spaces tidied, each once; a list (as some files hold) has several already."""
        cells = [str(part) for part in cell] if isinstance(cell, list) else [str(cell)]
        if self.kind == FieldKind.SEVERAL:
            cells = [part for text in cells for part in text.split(self.separator)]
        tidy = (" ".join(part.split()) for part in (cells if self.kind == FieldKind.SEVERAL else ["; ".join(cells)]))
        return list(dict.fromkeys(part for part in tidy if part))


def number_in(cell: object) -> float | None:
    """Return the number a cell states, or None: "1,250", "1 250,5", "USD 3.5" and "40 %" are numbers."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if math.isfinite(cell) else None
    text = _AROUND.sub("", str(cell).strip())
    if not _NUMBER.match(text):
        return None
    digits = re.sub(r"[\s’']", "", text).replace("−", "-")
    last_dot, last_comma = digits.rfind("."), digits.rfind(",")
    if last_dot >= 0 and last_comma >= 0:
        digits = digits.replace("," if last_dot > last_comma else ".", "")
    elif re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+", digits):
        digits = re.sub(r"[.,]", "", digits)
    try:
        return float(digits.replace(",", "."))
    except ValueError:
        return None


def may_be_shown(value: str) -> bool:
    """Return whether a value may stand in a facet: not a text, and no address, number or link of anybody."""
    return len(value) <= MAX_LETTERS and "@" not in value and "://" not in value and mask_contacts(value) == value


def why_not_offer(columns: Collection[str], counts: Mapping[str, int], *, form: CellForm) -> str:
    """Return why the values of columns can be no facet or number, as a sentence; empty when they can.

    `counts` holds each different value, for numbers each different cell, with how many projects state it.
    """
    column_names = join_within_quotes(sorted(columns))
    if not counts:
        return _("No project has a value in “%(column)s”. Choose another column.") % {"column": column_names}
    if _is_of_people(columns, counts) or any(mask_contacts(value) != value or "@" in value for value in counts):
        return _(
            "“%(column)s” contains addresses, telephone numbers or names of people. Nobody can filter by "
            "these. Choose another column."
        ) % {"column": column_names}
    if form.kind == FieldKind.NUMBER:
        return _why_no_number(column_names, counts)
    longest = max(counts, key=len)
    if len(longest) > MAX_LETTERS or not all(map(may_be_shown, counts)):
        return _("“%(column)s” contains texts or links, such as “%(value)s”, not values to choose from. Choose "
"another column.") % {
            "column": column_names, "value": longest[:MAX_LETTERS],
        }  # fmt: skip
    cells = sum(counts.values())
    if len(counts) > MAX_VALUES or (cells >= FEW_CELLS and len(counts) > MAX_DIFFERENT_SHARE * cells):
        return ngettext(
            "“%(column)s” has %(count)d different value: more than %(most)d, or nearly one for each project. "
            "That is too many to filter by. If a cell contains several values, choose a separator.",
            "“%(column)s” has %(count)d different values: more than %(most)d, or nearly one for each "
            "project. That is too many to filter by. If a cell contains several values, choose a separator.",
            len(counts),
        ) % {"column": column_names, "count": len(counts), "most": MAX_VALUES}
    return ""


def _is_of_people(columns: Collection[str], counts: Mapping[str, int]) -> bool:
    rows = [[value] for value in list(counts)[:MAX_VALUES]]
    guesses = (guess_target_fields([column], rows).get(column) for column in columns)
    return any(guess is not None and guess.target_field.partition("#")[0] in OF_PEOPLE for guess in guesses)


def _why_no_number(column_names: str, counts: Mapping[str, int]) -> str:
    numbers = sum(count for value, count in counts.items() if number_in(value) is not None)
    if numbers >= MIN_NUMBER_SHARE * sum(counts.values()):
        return ""
    not_a_number = next(value for value in counts if number_in(value) is None)
    return _(
        "“%(column)s” contains values that are not numbers, such as “%(value)s”. Choose “One value in "
        "each cell” or “Several values in a cell”."
    ) % {
        "column": column_names,
        "value": not_a_number[:MAX_LETTERS],
    }
