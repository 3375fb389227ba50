"""Makes spreadsheets for the tests, and photographs what an import left in the tables."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from skillsnet.calls.models import (
    Call,
    FacilitatorDocument,
    Link,
    Project,
    ProjectBeneficiary,
    ProjectCountry,
    ProjectLanguage,
    SearchDocument,
)
from skillsnet.intake.actions import preview, set_mapping, start_run
from skillsnet.intake.models import ImportRun
from skillsnet.participants.models import Affiliation, Organisation, OrganisationName, OrganisationTrait, Person

HEADER = ("ID", "Title", "Summary", "Organisation", "Type of organisation", "Country", "Contact person", "E-mail")
ADA = ("A-1", "Welding at night", "We teach welding.", "Atelier Ada", "NGO", "Kenya", "Ada Ålund", "ada@example.org")
BO = ("A-2", "Forge du soir", "Nous formons.", "Forge Bo", "NGO", "Sénégal", "Bo Née", "bo@example.org")
CY = ("A-3", "Taller de Cy", "Enseñamos.", "Taller Cy", "NGO", "Perú", "Cy Íñigo", "cy@example.org")
TABLES = (
    Project,
    ProjectCountry,
    ProjectLanguage,
    ProjectBeneficiary,
    SearchDocument,
    FacilitatorDocument,
    Link,
    Organisation,
    OrganisationName,
    Person,
    Affiliation,
)


def as_csv(rows: Sequence[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> io.BytesIO:
    """Return the rows as a text file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows: Sequence[Sequence[Any]], *, hidden_first: bool = False) -> io.BytesIO:
    """Return the rows as a workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        if hidden_first:
            hidden = book.add_worksheet("Lists")
            hidden.write(0, 0, "a list")
        sheet = book.add_worksheet("Answers")
        if hidden_first:
            sheet.activate()
            sheet.set_first_sheet()
            hidden.hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    file.seek(0)
    return file


def with_formula_unsaved(rows: Sequence[Sequence[str]], *, cell: str) -> io.BytesIO:
    """Return a workbook in which one cell has a formula whose value was never stored."""
    source, out = zipfile.ZipFile(as_xlsx(rows)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            xml = source.read(name)
            if name.endswith("sheet1.xml"):
                start = xml.index(f'<c r="{cell}"'.encode())
                end = xml.index(b"</c>", start) + len(b"</c>")
                xml = xml[:start] + f'<c r="{cell}"><f>1+1</f></c>'.encode() + xml[end:]
            target.writestr(name, xml)
    out.seek(0)
    return out


def previewed(
    rows: Sequence[Sequence[str]] | Path, *, name: str = "answers.csv", mapping: dict[str, str] | None = None
) -> ImportRun:
    """Return a run that waits to be committed."""
    file = io.BytesIO(rows.read_bytes()) if isinstance(rows, Path) else as_csv(rows)
    name = rows.name if isinstance(rows, Path) else name
    call = Call.objects.get_or_create(slug="first", defaults={"title": "First"})[0]
    run = start_run(file, name=name, call=call, by=None)
    if mapping:
        set_mapping(run, mapping, by=None)
    return preview(run)


def photograph(*, without: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Return every row of the network's tables; what is derived anew stands without its own number."""
    traits = OrganisationTrait.objects.order_by("organisation", "key").values("organisation_id", "key")
    return {
        "OrganisationTrait": [{name: value for name, value in row.items() if name not in without} for row in traits],
        **{
            model.__name__: [
                {name: value for name, value in row.items() if name not in without}
                for row in model._default_manager.order_by("pk").values()
            ]
            for model in TABLES
        },
    }
