"""Makes the things tests are about."""

from itertools import count
from typing import Any

from django.db import transaction

from skillsnet.accounts.models import User
from skillsnet.calls.actions import increment_version, index_projects
from skillsnet.calls.models import Call, Project, ProjectBeneficiary, ProjectCountry, ProjectLanguage
from skillsnet.classification.actions import AssignmentDraft, DecisionDraft, derive_current, write_decisions
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Decision
from skillsnet.core.geo import region_of
from skillsnet.membership.actions import hand_over, invite
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.netmap.files import holds_words
from skillsnet.netmap.models import MapVersion
from skillsnet.participants.models import Organisation, Person
from skillsnet.taxonomy.models import Category, Edition

_numbers = count(1)


def make_user(email: str, *, role: str = "member") -> User:
    """Return a user."""
    return User.objects.create_user(email, role=role)


def make_call(slug: str = "first-call", **fields: Any) -> Call:
    """Return the call with this slug, made when it is not there."""
    return Call.objects.get_or_create(slug=slug, defaults={"title": slug.replace("-", " ").capitalize(), **fields})[0]


def make_organisation(name: str = "", **fields: Any) -> Organisation:
    """Return a new organisation."""
    number = next(_numbers)
    name = name or f"Organisation {number}"
    fields.setdefault("type", "ngo")
    return Organisation.objects.create(name=name, key=f"{name} {number}", **fields)


def make_person(name: str = "Ada Lovelåce", **fields: Any) -> Person:
    """Return a new person, as an import makes them: unclaimed, with no consent."""
    number = next(_numbers)
    fields.setdefault("email", f"person{number}@example.org")
    return Person.objects.create(name=name, key=f"person {number}", **fields)


def make_invitation(person: Person | None = None, *, language: str = "en", by: User | None = None) -> Invitation:
    """Return a new invitation, its mail queued or kept."""
    person = person or make_person()
    return invite(person, language=language, site="https://network.example.org", by=by.pk if by else None)


def make_handed_over(person: Person | None = None, *, by: User | None = None) -> Invitation:
    """Return a new invitation whose code was handed over to somebody without an address."""
    person = person or make_person(email="")
    return hand_over(person, site="https://network.example.org", by=by.pk if by else None)


def make_round(**fields: Any) -> Campaign:
    """Return a new round of invitations, as a draft to nobody."""
    texts = {"en": {"subject": "Hello {name}", "body": "Look: {link}"}}
    values = {
        "title": "First wave",
        "texts": texts,
        "pace_an_hour": 60,
        "site": "https://network.example.org",
        **fields,
    }
    return Campaign.objects.create(**values)


def make_project(title: str = "", *, categories: tuple[str, ...] = (), **fields: Any) -> Project:
    """Return a new project, findable, with its languages, beneficiaries and categories."""
    number = next(_numbers)
    languages, groups = fields.pop("languages", ("en",)), fields.pop("beneficiaries", ("youth",))
    work_countries = fields.pop("work_countries", ())
    country = fields.setdefault("country", "KE")
    source = fields.pop("source", "engine")
    if "organisation" not in fields:
        fields["organisation"] = make_organisation(country=country)
    fields.setdefault("call", make_call())
    fields.setdefault("summary", "A workshop teaches welding to young people in the evening.")
    project = Project.objects.create(
        title=title or f"Project {number}", key=f"key-{number}", region=region_of(country), **fields
    )
    ProjectCountry.objects.bulk_create(
        ProjectCountry(project=project, code=code, order=place) for place, code in enumerate(work_countries)
    )
    ProjectLanguage.objects.bulk_create(
        ProjectLanguage(project=project, code=code, order=place) for place, code in enumerate(languages)
    )
    ProjectBeneficiary.objects.bulk_create(
        ProjectBeneficiary(project=project, group=group, order=place) for place, group in enumerate(groups)
    )
    if categories:
        make_decision(project, categories, source=source)
    index_projects([project.pk])
    increment_version()
    return project


@transaction.atomic
def make_decision(
    project: Project,
    categories: tuple[str, ...] = (),
    *,
    source: str = "engine",
    by: User | None = None,
    **fields: Any,
) -> Decision:
    """Return a new decision in the edition in force, without any category one that says "cannot tell"."""
    edition = fields.pop("edition", None) or Edition.objects.get(taxonomy__slug="skills", state="published")
    ids = {category.slug: category.pk for category in Category.objects.filter(edition=edition)}
    probability = 0.5 if source == "engine" else None
    placed = [AssignmentDraft(ids[slug], probability) for slug in categories]
    draft = DecisionDraft(project.pk, Source(source), assignments=placed, by=by.pk if by else None, **fields)
    made = write_decisions(edition, [draft])[0]
    derive_current([project.pk], edition)
    return made


def replaced_names() -> set[str]:
    """Return the map's files with words of people that a newer map of their edition replaced: gone at once."""
    versions = list(MapVersion.objects.order_by("data_version"))
    newest = {(version.edition, version.audience): version for version in versions}
    standing = {name for version in newest.values() for name in version.file_names}
    return {name for version in versions for name in version.file_names if holds_words(name)} - standing
