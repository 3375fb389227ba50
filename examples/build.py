"""Builds the example network's spreadsheet from the material in this folder.

Run `python examples/build.py`; the same material always gives the same file, byte for byte. Every organisation,
person and project is invented. The addresses are at example.org, which nobody owns.
"""

import csv
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from babel import Locale

from skillsnet.core.geo import language_name

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "network.csv"
CALL_LANGUAGE = {"english-1": "en", "english-2": "en", "french": "fr", "spanish": "es"}
COLUMNS = (
    "Submission ID",
    "Organisation name",
    "Type of organisation",
    "Country",
    "Languages",
    "Contact person",
    "Contact e-mail",
    "Proposal title",
    "Summary",
    "Target group / beneficiaries",
    "Category",
    "Stage",
)
TYPES = {
    "individual": "Individual",
    "cooperative": "Cooperative",
    "education": "Education or training institution",
    "government": "Government agency",
    "ngo": "NGO or civil society",
    "public_enterprise": "Public enterprise",
    "private_enterprise": "Private enterprise",
    "sectoral_body": "Regional or sectoral body",
    "research": "Research organisation",
    "employers": "Employers' organisation",
    "workers": "Workers' organisation",
}
BENEFICIARIES = {
    "women": "Women",
    "youth": "Youth",
    "persons_with_disabilities": "Persons with disabilities",
    "rural_workers": "Rural workers",
    "informal_workers": "Informal workers",
    "migrants": "Migrants",
    "refugees": "Refugees",
    "unemployed": "Unemployed people",
    "self_employed": "Self-employed people",
    "msmes": "MSMEs",
    "domestic_workers": "Domestic workers",
    "forced_labour_risk": "People at risk of forced labour",
    "crisis_affected_youth": "Crisis-affected youth",
    "trainers": "Trainers",
}
CATEGORIES = {
    "WBL": "Work-based learning",
    "REC": "Recognition of skills",
    "CAR": "Career guidance and employment services",
    "DAT": "Research, data and analysis for skills development",
    "ECO": "Skills ecosystem",
    "TRA": "Training delivery",
    "INC": "Social inclusion and interaction",
    "ENT": "Entrepreneurship and self-employment",
    "LIF": "Life skills",
}
# One project in three names its category, as in a call whose form made the question optional.
NAMES_CATEGORY_EVERY = 3


def main() -> None:
    """Write the spreadsheet."""
    rows = [_row(number, text) for number, text in enumerate(_interleaved(), start=1)]
    with OUTPUT.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows in {OUTPUT.name}")


def _interleaved() -> list[dict[str, Any]]:
    """Return all texts, the languages mixed evenly, always in the same order."""
    placed = []
    for name in sorted(CALL_LANGUAGE):
        lines = (HERE / "material" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line) for line in lines if line.strip()]
        placed += [((index + 0.5) / len(texts), name, text) for index, text in enumerate(texts)]
    return [text for _, _, text in sorted(placed, key=lambda item: item[:2])]


def _row(number: int, text: dict[str, Any]) -> dict[str, str]:
    names_category = number % NAMES_CATEGORY_EVERY == 0
    english = Locale("en")
    return {
        "Submission ID": f"EX-{number:03d}",
        "Organisation name": text["organisation"],
        "Type of organisation": TYPES[text["type"]],
        "Country": english.territories[text["country"]],
        "Languages": "; ".join(language_name(code, "en") for code in text["languages"]),
        "Contact person": text["contact"],
        "Contact e-mail": f"{_address_name(text['contact'])}.{number}@example.org",
        "Proposal title": text["title"],
        "Summary": text["summary"],
        "Target group / beneficiaries": "; ".join(BENEFICIARIES[group] for group in text["beneficiaries"]),
        "Category": "; ".join(CATEGORIES[code] for code in text["categories"]) if names_category else "",
        "Stage": text["stage"].capitalize(),
    }


def _address_name(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", plain).strip(".") or "contact"


if __name__ == "__main__":
    main()
