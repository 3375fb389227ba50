"""Affiliations with departments and addresses: to which organisation of a register each is matched first.

The registers are real, the affiliations invented: names of real organisations in texts as people write them. The
development half takes other organisations, departments, cities and layouts than the test half.
"""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from rapidfuzz import fuzz, process

from skillsnet.core.geo import country_name, find_country
from skillsnet.core.intake.record_linkage import OrganisationTraits, compare_all, core_name
from skillsnet.core.text import fold

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
AFFILIATIONS = 600
SCORE_CUTOFF = 90


@dataclass(frozen=True)
class Layouts:
    """How affiliations of one half are written: `{o}` the organisation, `{u}` a unit, `{c}` a city, `{l}` a country.

    Units and cities are joined by vertical bars.
    """

    units: str
    cities: str
    texts: tuple[str, ...]
    shortened: tuple[tuple[str, str], ...]


DEVELOPMENT = Layouts(
    units=(
        "Department of Adult Education|Faculty of Education|Dept. of Physics|School of Public Health|"
        "Division of Nursing|Faculté des Lettres|Département de chimie|Laboratoire de Génie Civil|"
        "Facultad de Derecho|Departamento de Economía|Institut für Pädagogik|Fakultät für Maschinenbau|"
        "Centre for Lifelong Learning"
    ),
    cities=("Kisumu|Tema|Lima|Dakar|Chiang Mai|Porto|Leipzig|Quito|Aarhus|Lublin|Cork|Busan"),
    texts=(
        "{u}, {o}, {c}, {l}",
        "{u}, {u2}, {o}, {c}, {l}",
        "{u}, {o}, P.O. Box 4120, {c}, {l}",
        "{o}, 12 Harbour Road, {c} 40100, {l}",
        "{u}, {o}, {c}-00200, {l}.",
        "{u}; {o}; {c}; {l}",
        "{o}, {u}, {c}, {l}",
        "1 {u}, {o}, 28 rue du Port, 33000 {c}, {l}",
    ),
    shortened=(("University", "Univ."), ("Institute", "Inst."), ("International", "Intl"), ("National", "Natl")),
)
TEST = Layouts(
    units=(
        "Chair of Vocational Training|Dept Social Work|Unit for Migration Studies|"
        "College of Engineering|Section of Rural Development|Research Group on Skills|"
        "Faculté de médecine|Unité de recherche en agronomie|Escuela de Enfermería|"
        "Facultad de Ciencias Sociales|Faculdade de Letras|Lehrstuhl für Didaktik|"
        "Dipartimento di Ingegneria|Wydział Prawa|Кафедра экономики|قسم الاقتصاد"
    ),
    cities=("Mombasa|Kumasi|Cusco|Thiès|Da Nang|Coimbra|Graz|Cali|Bergen|Gdańsk|Galway|Daegu|Tanta"),
    texts=(
        "{u}, {o}, {c}, {l}",
        "{u} | {u2} | {o} | {c} | {l}",
        "{u}, {u2}, {o}, Avenida Central 45, {c} 0801, {l}",
        "{o}, Building 7, Campus North, {c}, {l}",
        "{u}, {o}, 80331 {c}, {l}",
        "{u} - {o} - {c} - {l}",
        "{o}, Private Bag X1, {c}, {l}; ada@example.org",
        "* {u}, {o}, {c}, {l}",
        "{u}، {o}، {c}، {l}",
    ),
    shortened=(("University", "Univ"), ("Institute", "Inst"), ("Universidad", "Univ."), ("Association", "Assoc.")),
)
Register = list[OrganisationTraits]
Answers = dict[int, int]


def measure() -> Iterator[dict[str, Any]]:
    """Yield, for both halves, how many affiliations are matched to their organisation first, ours and by two peers."""
    if not SHARED.is_dir():
        yield {"skipped": "the real files are not beside this checkout"}
        return
    for use, register, layouts in (
        ("development", research_organisations(), DEVELOPMENT),
        ("test", applicants(), TEST),
    ):
        texts, truth = affiliations(register, layouts)
        for by, match in (("ours", by_ours), ("equal names", by_equal_names), ("rapidfuzz", by_rapidfuzz)):
            yield {"use": use, "by": by, "register": len(register), **quality(match(texts, register), truth)}


def research_organisations() -> Register:
    """Return the organisations of a research funder."""
    with (SHARED / "matching" / "oda_orgs.csv").open(encoding="utf-8") as file:
        return _register((row["name"], row["country"]) for row in csv.DictReader(file))


def applicants() -> Register:
    """Return the organisations of the two real calls."""
    pairs: list[tuple[str, str]] = []
    for name in ("call_export.xlsx", "skills_call_export.xlsx"):
        header, *rows = load_workbook(SHARED / "dev" / name).worksheets[0].iter_rows(values_only=True)
        at = {str(title): column for column, title in enumerate(header)}
        pairs += [(str(row[at["Organisation name"]] or ""), str(row[at["Country"]] or "")) for row in rows]
    return _register(pairs)


def _register(pairs: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> Register:
    """Return organisations, each name once: spellings of one name nobody can tell apart."""
    by_name: dict[str, OrganisationTraits] = {}
    for name, country in pairs:
        if len(core_name(name)) > 4:
            by_name.setdefault(core_name(name), OrganisationTraits(name, find_country(country).code if country else ""))
    return list(by_name.values())


def affiliations(register: Register, layouts: Layouts, *, seed: int = 1) -> tuple[list[str], list[int]]:
    """Return invented affiliations, and the position in the register of the organisation of each."""
    chance = random.Random(seed)
    texts, truth = [], []
    for _ in range(AFFILIATIONS):
        position = chance.randrange(len(register))
        organisation = register[position]
        unit, unit2 = chance.sample(layouts.units.split("|"), 2)
        language = chance.choice(("en", "en", "fr", "es"))
        land = country_name(organisation.country or chance.choice(("KE", "PE", "DE", "VN")), language)
        text = chance.choice(layouts.texts).format(
            o=_rewritten(organisation.name, layouts, chance),
            u=unit,
            u2=unit2,
            c=chance.choice(layouts.cities.split("|")),
            l=land,
        )
        texts.append(text)
        truth.append(position)
    return texts, truth


def _rewritten(name: str, layouts: Layouts, chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.45:
        return name
    if kind < 0.6:
        return fold(name).title()
    for word, short in layouts.shortened:
        name = name.replace(word, short)
    return name


def by_ours(texts: Sequence[str], register: Register) -> Answers:
    """Return the best match of each text that has one: what the intake asks about, or takes."""
    best: dict[int, tuple[float, int]] = {}
    for pair in compare_all([OrganisationTraits(text) for text in texts], register):
        best[pair.left] = max(best.get(pair.left, (0.0, 0)), (pair.likeness.score, -pair.right))
    return {left: -right for left, (_, right) in best.items()}


def by_equal_names(texts: Sequence[str], register: Register) -> Answers:
    """Match a text, or the part of it between commas, that equals a name but for case, accents and punctuation."""
    positions = {core_name(each.name): position for position, each in enumerate(register)}
    answers: Answers = {}
    for number, text in enumerate(texts):
        found = [positions[core_name(part)] for part in (text, *text.split(",")) if core_name(part) in positions]
        if found:
            answers[number] = found[0]
    return answers


def by_rapidfuzz(texts: Sequence[str], register: Register) -> Answers:
    """Match the name whose words a text holds best, by rapidfuzz's token set ratio."""
    names = [fold(each.name) for each in register]
    answers: Answers = {}
    for number, text in enumerate(texts):
        found = process.extractOne(fold(text), names, scorer=fuzz.token_set_ratio, score_cutoff=SCORE_CUTOFF)
        if found is not None:
            answers[number] = found[2]
    return answers


def quality(answers: Answers, truth: Sequence[int]) -> dict[str, Any]:
    """Return the share of texts whose first match is right, and the share of first matches that are."""
    right = sum(truth[number] == position for number, position in answers.items())
    return {
        "affiliations": len(truth),
        "top_1": round(right / max(1, len(truth)), 3),
        "precision": round(right / max(1, len(answers)), 3),
    }


if __name__ == "__main__":
    for figures in measure():
        print(json.dumps(figures))
