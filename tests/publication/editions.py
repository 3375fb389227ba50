"""The first edition in force and the second as its draft, with the example network's projects placed by people."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from skillsnet.accounts.models import User
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Call, Project
from skillsnet.classification.actions.decisions import AssignmentDraft, DecisionDraft, derive_current, write_decisions
from skillsnet.classification.enums import Source
from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.taxonomy.actions import import_taxonomy
from skillsnet.taxonomy.models import Edition
from tests.core.taxonomy.cases import every_kind_document
from tests.factories import make_call

MATERIAL = Path(__file__).parents[2] / "examples" / "material"
FILES = {"english-1": "en", "english-2": "en", "french": "fr", "spanish": "es"}
# Where the first edition has what the second calls by these codes; life skills it has nowhere of its own.
FIRST = {
    "WBL": "apprenticeships-work-based-learning",
    "REC": "assessment-certification-recognition",
    "CAR": "career-entrepreneurship-employment-services",
    "DAT": "data-analysis-skills-development",
    "ECO": "industry-linkages-ecosystems",
    "TRA": "training-delivery",
    "INC": "social-inclusion",
    "ENT": "career-entrepreneurship-employment-services",
    "LIF": "training-delivery",
}


def first_in_force() -> tuple[Edition, Edition]:
    """Return the first edition, in force, and the second, a draft."""
    document = load_skills_taxonomy()
    first, second = document.editions
    editions = (replace(first, state="published"), replace(second, state="draft"))
    taxonomy = import_taxonomy(replace(document, editions=editions, slug="skills"), by=None)
    return taxonomy.editions.get(number=1), taxonomy.editions.get(number=2)


def every_kind() -> tuple[Edition, Edition]:
    """Return an edition in force and its draft that changes categories in every way there is."""
    taxonomy = import_taxonomy(every_kind_document(), by=None, slug="skills")
    return taxonomy.editions.get(number=1), taxonomy.editions.get(number=2)


@transaction.atomic
def placed_by_people(edition: Edition, *, by: User, limit: int | None = None) -> list[Project]:
    """Return the example network's projects, placed in the first edition by a facilitator as their writers meant."""
    call: Call = make_call()
    rows = [
        {**json.loads(line), "language": language}
        for name, language in FILES.items()
        for line in (MATERIAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ][:limit]
    projects = Project.objects.bulk_create(
        Project(call=call, key=str(at), title=row["title"], summary=row["summary"], language=row["language"])
        for at, row in enumerate(rows)
    )
    place(projects, [[FIRST[code] for code in row["categories"]] for row in rows], edition, by=by)
    return projects


def place(projects: Sequence[Project], slugs: Sequence[Sequence[str]], edition: Edition, *, by: User) -> None:
    """Place projects by a facilitator's word."""
    ids = {category.slug: category.pk for category in edition.categories.all()}
    drafts = [
        DecisionDraft(
            project.pk,
            Source.FACILITATOR,
            assignments=[AssignmentDraft(ids[slug]) for slug in dict.fromkeys(own)],
            by=by.pk,
        )
        for project, own in zip(projects, slugs, strict=True)
    ]
    write_decisions(edition, drafts)
    derive_current([project.pk for project in projects], edition)
    increment_version()
