"""A database filled with a generated network of any size: the shape of a real call, without anybody's data."""

import random

from benchmarks.networks import LANGUAGES, SYLLABLES

BATCH = 2000
LINKS_SHARE = 0.2
SIMILAR_COUNT = 3


def fill(n: int, *, seed: int = 1) -> None:
    """Write n projects with all their facets, some declared links and three similar ones each."""
    from skillsnet.calls.actions import increment_version
    from skillsnet.calls.models import Call

    chance = random.Random(seed)
    call = Call.objects.create(slug="call-1", title="Call")
    ids = _projects(n, call.pk, chance)
    _facets(ids, chance)
    _categories(ids, chance)
    _links(ids, chance)
    increment_version()


def words(chance: random.Random, count: int) -> str:
    """Return a text of so many made-up words."""
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(count))


def _projects(n: int, call_id: int, chance: random.Random) -> list[int]:
    from skillsnet.calls.enums import Stage
    from skillsnet.calls.models import Project
    from skillsnet.core.geo import country_codes, region_of
    from skillsnet.participants.enums import OrganisationType
    from skillsnet.participants.models import Organisation

    countries = [code for code in country_codes() if region_of(code)][:120]
    types, stages = OrganisationType.values, Stage.values
    for start in range(0, n, BATCH):
        numbers = range(start, min(n, start + BATCH))
        organisations = Organisation.objects.bulk_create(
            Organisation(name=words(chance, 3).capitalize(), key=f"o{number}", type=chance.choice(types))
            for number in numbers
        )
        projects = []
        for number, organisation in zip(numbers, organisations, strict=True):
            country = countries[min(len(countries) - 1, int(chance.expovariate(1 / 25)))]
            projects.append(
                Project(
                    call_id=call_id,
                    key=f"p{number}",
                    organisation=organisation,
                    title=words(chance, 5).capitalize(),
                    summary=words(chance, 90),
                    language="en",
                    country=country,
                    region=region_of(country),
                    stage=chance.choice(stages),
                )
            )
        Project.objects.bulk_create(projects)
    return list(Project.objects.order_by("pk").values_list("pk", flat=True))


def _facets(ids: list[int], chance: random.Random) -> None:
    from skillsnet.calls.enums import Beneficiary
    from skillsnet.calls.models import ProjectBeneficiary, ProjectLanguage

    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        ProjectLanguage.objects.bulk_create(
            ProjectLanguage(project_id=pk, code=code, order=order)
            for pk in batch
            for order, code in enumerate(chance.sample(LANGUAGES, chance.choices((1, 2), (60, 40))[0]))
        )
        ProjectBeneficiary.objects.bulk_create(
            ProjectBeneficiary(project_id=pk, group=group, order=order)
            for pk in batch
            for order, group in enumerate(chance.sample(Beneficiary.values, chance.choices((1, 2, 3), (50, 30, 20))[0]))
        )


def _categories(ids: list[int], chance: random.Random) -> None:
    from skillsnet.classification.actions import AssignmentDraft, DecisionDraft, derive_current, write_decisions
    from skillsnet.classification.enums import Source
    from skillsnet.taxonomy.models import Category, Edition

    edition = Edition.objects.get(taxonomy__slug="skills", state="published")
    categories = list(Category.objects.filter(edition=edition).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        drafts = [
            DecisionDraft(
                pk,
                Source.ENGINE,
                assignments=[AssignmentDraft(category, 0.5) for category in chance.sample(categories, count)],
            )
            for pk, count in zip(batch, chance.choices((1, 2, 3), (45, 35, 20), k=len(batch)), strict=True)
        ]
        write_decisions(edition, drafts)
        derive_current(batch, edition)


def _links(ids: list[int], chance: random.Random) -> None:
    from skillsnet.calls.models import Link
    from skillsnet.matching.models import Suggestion

    pairs = {(chance.choice(ids), chance.choice(ids)) for _ in range(int(len(ids) * LINKS_SHARE))}
    Link.objects.bulk_create(
        (Link(source_id=one, target_id=other) for one, other in sorted(pairs) if one != other), batch_size=BATCH
    )
    for start in range(0, len(ids), BATCH):
        Suggestion.objects.bulk_create(
            Suggestion(project_id=pk, similar_project_id=other, rank=rank, score=chance.uniform(0.1, 0.9))
            for pk in ids[start : start + BATCH]
            for rank, other in enumerate(
                one for one in chance.sample(ids, SIMILAR_COUNT + 1)[:SIMILAR_COUNT] if one != pk
            )
        )
