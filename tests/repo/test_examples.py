"""The example network: invented, the same each time, and about something."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from skillsnet.classification.queries import placements_of
from skillsnet.core.classification import CategoryDefinition
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.geo import find_country, region_of
from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.home.actions import load_example, prepare

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
SLUG = {
    "WBL": "work-based-learning",
    "REC": "recognition-of-skills",
    "CAR": "career-guidance-employment-services",
    "DAT": "research-data-analysis",
    "ECO": "skills-ecosystem",
    "TRA": "training-delivery",
    "INC": "social-inclusion-interaction",
    "ENT": "entrepreneurship-self-employment",
    "LIF": "life-skills",
}


def _rows() -> list[dict[str, str]]:
    with (EXAMPLES / "network.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_it_holds_473_participants_from_96_countries_in_five_regions() -> None:
    rows = _rows()
    codes = {find_country(row["Country"]).code for row in rows}
    assert (len(rows), len(codes)) == (473, 96)
    assert len({region_of(code) for code in codes}) == 5
    assert len({row["Organisation name"] for row in rows}) == 473


def test_each_text_is_its_own_and_of_the_promised_length() -> None:
    summaries = [row["Summary"] for row in _rows()]
    assert all(60 <= len(summary.split()) <= 200 for summary in summaries)
    openings = Counter(" ".join(summary.split()[:5]) for summary in summaries)
    assert openings.most_common(1)[0][1] <= 3


def test_every_address_is_at_a_domain_that_nobody_owns() -> None:
    assert {row["Contact e-mail"].partition("@")[2] for row in _rows()} == {"example.org"}


@pytest.mark.medium
def test_building_it_again_gives_the_same_file(tmp_path: Path) -> None:
    before = (EXAMPLES / "network.csv").read_bytes()
    subprocess.run([sys.executable, "build.py"], cwd=EXAMPLES, check=True, capture_output=True)
    assert (EXAMPLES / "network.csv").read_bytes() == before


@pytest.mark.medium
@pytest.mark.parametrize("name", ["english-1", "english-2", "french", "spanish"])
def test_its_texts_are_sorted_as_their_writers_meant_more_often_than_not(name: str) -> None:
    texts = [json.loads(line) for line in (EXAMPLES / "material" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    language = {"french": "fr", "spanish": "es"}.get(name, "en")
    categories = load_skills_taxonomy().editions[-1].categories
    words = {c.slug: {k: f"{t.name}. {t.definition} {t.includes}" for k, t in c.texts.items()} for c in categories}
    classifier = Classifier.learn([CategoryDefinition(slug, told) for slug, told in words.items()])
    rankings = classifier.suggest([f"{t['title']}. {t['summary']}" for t in texts], [language] * len(texts))
    meant = [{SLUG[code] for code in text["categories"]} for text in texts]
    first = sum(bool(r.scores) and r.scores[0].slug in m for r, m in zip(rankings, meant, strict=True))
    assert first / len(texts) >= 0.6


@pytest.mark.slow
@pytest.mark.django_db
def test_it_comes_in_whole_through_the_common_import() -> None:
    from skillsnet.calls.models import Project
    from skillsnet.intake.models import ImportRun

    prepare()
    load_example()
    assert Project.objects.filter(call__is_example=True).count() == 473
    assert ImportRun.objects.get().tally["warnings"] == 0
    placed = placements_of(Project.objects.values_list("pk", flat=True), "en")
    assert len(placed) >= 420
    assert all(placement.evidence for rows in placed.values() for placement in rows if placement.is_suggested)
