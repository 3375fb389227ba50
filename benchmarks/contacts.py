"""What counts as contact: recall and precision on tables of forms, false alarms on real sentences, and the time."""

import csv
import gzip
import json
import re
import timeit
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from skillsnet.core.geo import find_country
from skillsnet.core.text import find_contacts, mask_contacts

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "tests" / "core" / "text" / "contacts"
# The first table was written before the rules, the fresh one after them and never tuned to.
TABLE_NAMES = ("forms", "fresh_forms")
SHARED = ROOT.parent / "shared" / "data"
SENTENCES = 10_000
EXPORTS = ("call_export_utf8bom.csv", "skills_call_export_utf8bom.csv")
TEXT_COLUMNS = (
    *("Proposal title", "Summary", "How does the proposal contribute? (evidence)", "Objectives / summary"),
    *("Target group / beneficiaries", "Partner organisations"),
)
LANGUAGES = ("en", "fr", "es", "ar")
# Countries to read a sentence with that has none of its own: numbering plans are many, and each may take an id for one.
HINTS = {"en": ("US", "GB", "KE", "IN"), "fr": ("FR", "SN", "CI", "MA"), "es": ("ES", "MX", "CO", "CR"), "ar": ("EG",)}
# Read by hand: what is hidden in the real sentences and truly is a way to reach somebody.
TRUE_CONTACTS: Final = frozenset({"+91 93102 00148", "https://linktr.ee/lilythellama", "@LSHTM"})
_END = re.compile(r"(?<=[.!?؟।])\s+|\n+")
_MARK = re.compile("[⟦⟧]")
ORDINARY = (
    "Project trains young women in rural areas with local firms and public centres since the reform "
    "of vocational education, and looks at what employers in the sector need. "
)


@dataclass(frozen=True, slots=True)
class Form:
    """A text of a table, and the spans that must be hidden in it."""

    kind: str
    language: str
    country: str
    text: str
    spans: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A real sentence and the country it is read with."""

    text: str
    country: str


def measure() -> Iterator[dict[str, Any]]:
    """Yield recall and precision on each table, false alarms on real sentences, and the time."""
    for name in TABLE_NAMES:
        yield scores(name)
    if SHARED.is_dir():
        yield from (alarms(hinted=hinted) for hinted in (False, True))
    else:
        yield {"skipped": "the real sentences are not beside this checkout"}
    yield times()


def forms(name: str) -> list[Form]:
    """Return the forms of a table; what stands between brackets must be hidden."""
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [_form(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def _form(kind: str, language: str, country: str, marked_text: str) -> Form:
    mark_positions = [mark.start() - number for number, mark in enumerate(_MARK.finditer(marked_text))]
    return Form(
        kind,
        language,
        country,
        _MARK.sub("", marked_text),
        list(zip(mark_positions[::2], mark_positions[1::2], strict=True)),
    )


def scores(name: str) -> dict[str, Any]:
    """Return recall over contacts (all letters and digits of one hidden) and precision over what was hidden."""
    expected_count = found_count = hidden_count = right = 0
    missed_forms, wrong = [], []
    for form in forms(name):
        contacts = find_contacts(form.text, country=form.country)
        covered = {position for contact in contacts for position in range(contact.start, contact.end)}
        for start, end in form.spans:
            expected_count += 1
            if all(character in covered for character in range(start, end) if form.text[character].isalnum()):
                found_count += 1
            else:
                missed_forms.append(form.text)
        for contact in contacts:
            hidden_count += 1
            if any(contact.start < end and start < contact.end for start, end in form.spans):
                right += 1
            else:
                wrong.append(form.text)
    return {
        "table": name,
        "forms": expected_count,
        "recall": round(found_count / expected_count, 4),
        "precision": round(right / hidden_count, 4),
        "missed": missed_forms,
        "wrong": wrong,
    }


def alarms(*, hinted: bool, limit: int = SENTENCES) -> dict[str, Any]:
    """Return how many real sentences something is hidden in, with and without a country to read them with."""
    sample = sentences(limit)
    raised = [
        (sentence.text, [sentence.text[contact.start : contact.end] for contact in contacts])
        for sentence in sample
        if (contacts := find_contacts(sentence.text, country=sentence.country if hinted else ""))
    ]
    true = [each for each in raised if is_contact(each[1])]
    false = [each for each in raised if not is_contact(each[1])]
    return {
        "sentences": len(sample),
        "with_digits": sum(map(has_digits, sample)),
        "country": hinted,
        "with_contacts": len(true),
        "false_alarms": len(false),
        "rate": round(len(false) / max(1, len(sample)), 5),
        "seen": [parts for _, parts in false],
    }


def is_contact(parts: Sequence[str]) -> bool:
    """Tell whether all that was hidden in a sentence was found to be a contact by a person who read it."""
    return all(part in TRUE_CONTACTS for part in parts)


def has_digits(sentence: Sentence) -> bool:
    """Tell whether a sentence holds a digit."""
    return any(letter.isdigit() for letter in sentence.text)


def sentences(limit: int) -> list[Sentence]:
    """Return real sentences in four languages, those with digits first."""
    unique = dict.fromkeys(_sentences())
    return sorted(unique, key=lambda sentence: not has_digits(sentence))[:limit]


def _sentences() -> Iterator[Sentence]:
    for name in EXPORTS:
        with (SHARED / "dev" / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                country = match.code if (match := find_country(row["Country"])).kind == "value" else ""
                for column in TEXT_COLUMNS:
                    yield from _split(row.get(column, ""), (country,))
    for path in sorted((SHARED / "matching").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                for key in ("title", "text", *LANGUAGES):
                    yield from _split(str(row.get(key, "")), HINTS.get(key, HINTS["en"]))


def _split(text: str, hints: Sequence[str]) -> Iterator[Sentence]:
    for number, part in enumerate(_END.split(text)):
        if part.strip():
            yield Sentence(part.strip(), hints[number % len(hints)])


def times() -> dict[str, Any]:
    """Return the time of texts of some hundred words, and of one beside a bare search for a digit and an at sign."""
    plain = (ORDINARY * 4)[:640]
    texts = {"no_digit": plain, "year_and_amount": plain + "since 2019, 1 200 000 people", "address": plain + "a@b.org"}
    durations_us = {name: _microseconds(lambda text=text: mask_contacts(text)) for name, text in texts.items()}
    bare = re.compile(r"[@\d]")
    base = _microseconds(lambda: bare.search(plain))
    return {
        "words": len(plain.split()),
        "us": durations_us,
        "bare_search_us": base,
        "ratio": round(durations_us["no_digit"] / base, 2),
    }


def _microseconds(call: Any) -> float:
    return round(min(timeit.repeat(call, number=500, repeat=9)) / 500 * 1e6, 1)
