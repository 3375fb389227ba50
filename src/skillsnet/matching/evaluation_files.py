"""Reading the files of an evaluation of suggestions: projects, organisations, and who worked together later."""

import csv
import gzip
import json
import re
import sys
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import combinations
from pathlib import Path

from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid
from skillsnet.core.matching import Party, PartyText
from skillsnet.core.netmap.graph import Links
from skillsnet.core.text import clean

SHOWN_PROBLEMS = 20
# The most that a packed file may unpack to.
MOST_BYTES = 2_000_000_000
# Other characters that end a line on paper may stand in a text.
_LINE_END = re.compile(r"\r\n|\r|\n")
# A day, also with a time after it; a month; a year.
_START = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ]\d.*)?)?)?")


@dataclass(frozen=True)
class PastProject:
    """A project of a file: when it began (None: not known), what it says, and who took part."""

    start: date | None
    text: str
    organisations: tuple[str, ...]


@dataclass(frozen=True)
class MatchingTask:
    """Organisations as they were before a day, the links they had, and those that came later.

    `undated` projects were left out: nobody knows whether they had begun.
    """

    parties: tuple[Party, ...]
    links: Links
    later: Links
    undated: int = 0


def read_task(projects_file: Path, organisations_file: Path, truth_file: Path, *, before: date) -> MatchingTask:
    """Return the task of three files; raises Invalid with a sentence for each thing that is wrong in them.

    Nothing of a project that began on the day or later is seen.
    """
    all_projects = read_projects(projects_file)
    projects = [project for project in all_projects if project.start and project.start < before]
    names = sorted({name for project in projects for name in project.organisations})
    if not names:
        raise Invalid(
            _("“%(file)s” has no project with organisations before %(date)s. Choose a later date.")
            % {"file": projects_file.name, "date": before.isoformat()}
        )
    locations = {
        row["org"]: (row["country"] or "", row["ilo_region"] or "")
        for row in _rows(organisations_file, ("org", "country", "ilo_region"))
    }
    index = {name: at for at, name in enumerate(names)}
    texts: list[list[PartyText]] = [[] for _name in names]
    links: set[tuple[int, int]] = set()
    for project in projects:
        members = sorted({index[name] for name in project.organisations})
        links.update(combinations(members, 2))
        for member in members:
            texts[member].append(PartyText(project.text))
    later = [
        (index[row["a"]], index[row["b"]])
        for row in _rows(truth_file, ("a", "b"))
        if row["a"] in index and row["b"] in index
    ]
    parties = [
        Party(at, tuple(texts[at]), project_count=len(texts[at]), country=country, region=region)
        for at, (country, region) in enumerate(locations.get(name, ("", "")) for name in names)
    ]
    undated = sum(project.start is None for project in all_projects)
    return MatchingTask(tuple(parties), Links.of_pairs(sorted(links)), Links.of_pairs(later), undated)


def read_projects(path: Path) -> list[PastProject]:
    """Return the projects of a file with one JSON object in each line."""
    projects, problems = [], []
    for number, line in enumerate(read_lines(path), start=1):
        if not line.strip():
            continue
        try:
            projects.append(_project(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            problems.append(
                _(
                    "Line %(line)d of “%(file)s” is not a project. Write it as {“project”, “start”, “title”, “text”, "
                    "“orgs”: […]}, with the start as YYYY-MM-DD."
                )
                % {"line": number, "file": path.name}
            )
    if problems:
        raise Invalid(problems[:SHOWN_PROBLEMS])
    return projects


def _project(values: dict[str, object]) -> PastProject:
    start = _day_of(str(values["start"] or "").strip())
    organisations = values["orgs"]
    if not isinstance(organisations, list):
        raise TypeError("orgs")
    text = f"{values.get('title') or ''}. {values.get('text') or ''}"
    return PastProject(start, clean(text), tuple(map(str, organisations)))


def _day_of(start: str) -> date | None:
    """Return the day, or the last one of a month or year, so that nothing is seen too early; None for none."""
    if not start:
        return None
    match = _START.fullmatch(start)
    if match is None:
        raise ValueError(start)
    year, month, day = (int(part) if part else 0 for part in match.groups())
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    csv.field_size_limit(sys.maxsize)
    rows = csv.DictReader(StringIO("\n".join(read_lines(path)), newline=""))
    missing = [name for name in columns if name not in (rows.fieldnames or ())]
    if missing:
        raise Invalid(
            _("“%(file)s” has no column “%(column)s”. It needs the columns %(columns)s.")
            % {"file": path.name, "column": missing[0], "columns": ", ".join(columns)}
        )
    try:
        return [{name: row[name] or "" for name in columns} for row in rows]
    except csv.Error as error:
        raise Invalid(
            _("“%(file)s” cannot be read as CSV: %(why)s. Save it as CSV in UTF-8 and try again.")
            % {"file": path.name, "why": str(error)}
        ) from error


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file in UTF-8, unpacked where its name ends in .gz."""
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as packed:
                content = packed.read(MOST_BYTES)
        else:
            content = path.read_bytes()
        return _LINE_END.split(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Invalid(
            _("“%(file)s” is not valid UTF-8 at byte %(byte)d. Save it in UTF-8 and try again.")
            % {"file": path.name, "byte": error.start}
        ) from error
    except (OSError, EOFError) as error:
        raise Invalid(
            _("“%(file)s” cannot be opened: %(why)s. Check the path.")
            % {"file": str(path), "why": getattr(error, "strerror", None) or type(error).__name__}
        ) from error
