"""Reading projects as plain values, so that what stands can be compared with what a file says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Count, Model, QuerySet

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.enums import FieldKind
from skillsnet.calls.models import (
    Call,
    ChangedProject,
    DataVersion,
    ExtraField,
    ExtraNumber,
    ExtraValue,
    Link,
    Project,
    ProjectBeneficiary,
    ProjectLanguage,
)
from skillsnet.core.intake.duplicates import OrganisationTraits, own_domain
from skillsnet.core.text.unmasked import UnmaskedText, completed
from skillsnet.participants.models import Affiliation, Organisation
from skillsnet.participants.texts import shown, words_for_computing
from skillsnet.participants.visibility import audiences_of

PROJECT_FIELDS = (
    *("external_id", "key", "organisation_id", "contact_id", "title", "summary", "language", "country", "region"),
    *("stage", "status", "website", "submitted_on", "extra"),
)
# What stands between title and summary where they are read as one text.
TITLE_END = ". "


def has_title(title: str) -> bool:
    """Return whether a call has this title, whatever the case."""
    return any(
        one.casefold() == title.casefold() for one in Call.objects.order_by("pk").values_list("title", flat=True)
    )


def named_call(name: str) -> Call | None:
    """Return the call that has this slug, else the first that has this title, whatever the case; None when none has."""
    calls = list(Call.objects.order_by("pk"))
    wanted = name.casefold()
    named = [call for call in calls if call.slug == name] or [call for call in calls if call.title.casefold() == wanted]
    return named[0] if named else None


def data_version() -> int:
    """Return the number that every change of the network's data moves on."""
    found = DataVersion.objects.filter(pk=1).values_list("number", flat=True).first()
    return found or 0


def changes_since(number: int) -> set[int] | None:
    """Return which projects changed after a version of the data; None when any may have."""
    found = DataVersion.objects.filter(pk=1).values_list("whole_number", flat=True).first()
    if found is not None and found > number:
        return None
    later = ChangedProject.objects.filter(number__gt=number).order_by("number", "pk")
    return set(later.values_list("project_number", flat=True))


def fields_for(viewer: Viewer) -> QuerySet[ExtraField]:
    """Return the extra fields the viewer may see, in order."""
    return ExtraField.objects.filter(audience__in=audiences_of(viewer)).order_by("order", "slug")


def facet_fields_for(viewer: Viewer) -> QuerySet[ExtraField]:
    """Return the extra fields the viewer may filter by, in order: all that may be seen but the numbers."""
    return fields_for(viewer).exclude(kind=FieldKind.NUMBER)


def counted_fields() -> list[tuple[ExtraField, int, int]]:
    """Return all extra fields in order, each with how many projects state it and how many values it has; one query."""
    counted = ExtraField.objects.order_by("order", "slug").annotate(
        measured=Count("numbers", distinct=True),
        stating=Count("values__project", distinct=True),
        different=Count("values__value", distinct=True),
    )
    return [
        (field, *((field.measured, 0) if field.is_number else (field.stating, field.different))) for field in counted
    ]


def value_words(value: UnmaskedText) -> str:
    """Return an extra field's value as it stands in lists and addresses, empty where it may not stand there."""
    words: str = words_for_computing(value)
    return words if shown(value, ANYONE) == words else ""


def extra_values(field: ExtraField) -> Iterable[tuple[int, str]]:
    """Return the projects' values in a field as rows (project, value), each project's in its order; one query."""
    rows = ExtraValue.objects.filter(field=field).order_by("project_id", "order", "value")
    return ((pk, value_words(value)) for pk, value in rows.values_list("project_id", "value"))


def public_text(project: Project) -> str:
    """Return title and summary as everybody may read them."""
    return TITLE_END.join(shown(text, ANYONE) for text in (project.title, project.summary))


def public_texts(projects: QuerySet[Project]) -> Iterator[tuple[int, str, str]]:
    """Yield each project's id, title and summary as everybody may read them, and language, by id; one query."""
    names = ("pk", "title", "summary", "country", "withheld", "language")
    rows = projects.order_by("pk").values_list(*names).iterator(chunk_size=2000)
    for pk, title, summary, country, withheld, language in rows:
        said = (completed(text, country=country, withheld=withheld) for text in (title, summary))
        yield pk, TITLE_END.join(shown(text, ANYONE) for text in said), language


def extra_numbers(field: ExtraField) -> Iterable[tuple[int, float]]:
    """Return the projects' numbers in a field as rows (project, number), by project; one query."""
    return ExtraNumber.objects.filter(field=field).order_by("project_id").values_list("project_id", "value")


def example_calls() -> tuple[bool, bool]:
    """Return whether a call of invented material stands in the network, and whether a real one stands beside it."""
    kinds = set(Call.objects.order_by().values_list("is_example", flat=True).distinct())
    return True in kinds, False in kinds


def snapshots(projects: Iterable[Project]) -> dict[int, dict[str, Any]]:
    """Return each project's values as JSON, with its languages and beneficiaries; two queries."""
    found = list(projects)
    ids = [project.pk for project in found]
    languages, groups = defaultdict(list), defaultdict(list)
    for project_id, code in (
        ProjectLanguage.objects.filter(project__in=ids)
        .order_by("project", "order", "code")
        .values_list("project_id", "code")
    ):
        languages[project_id].append(code)
    for project_id, group in (
        ProjectBeneficiary.objects.filter(project__in=ids)
        .order_by("project", "order", "group")
        .values_list("project_id", "group")
    ):
        groups[project_id].append(group)
    return {
        project.pk: {
            **{name: _plain(project, name) for name in PROJECT_FIELDS},
            "languages": languages[project.pk],
            "beneficiaries": groups[project.pk],
        }
        for project in found
    }


def decided_by_people(ids: Iterable[int]) -> set[int]:
    """Return which of the projects somebody has since written something about.

    Asks every table that points at a project and says by whom, so that it needs no knowledge of the apps above.
    """
    wanted = list(ids)
    found: set[int] = set()
    for relation in Project._meta.related_objects:
        model: type[Model] = relation.related_model
        if any(field.name == "by" for field in model._meta.fields):
            name = relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": wanted, "by__isnull": False}).order_by(name)
            found.update(rows.values_list(f"{name}_id", flat=True))
    return found


def linked_projects(ids: Collection[int], *, without: Collection[int] = ()) -> set[int]:
    """Return which of the projects are at either end of a tie, some ties left out; two queries."""
    found: set[int] = set()
    for end in ("source", "target"):
        ties = Link.objects.filter(**{f"{end}__in": ids}).order_by("pk").values_list("pk", f"{end}_id")
        found.update(project for pk, project in ties if pk not in without)
    return found


def _plain(project: Project, name: str) -> Any:
    value = getattr(project, name)
    return value.isoformat() if name == "submitted_on" and value is not None else words_for_computing(value)


def organisation_traits(ids: Collection[int]) -> dict[int, OrganisationTraits]:
    """Return what tells each organisation apart: its name, country, number, domains and addresses; three queries."""
    websites: dict[int, set[str]] = defaultdict(set)
    addresses: dict[int, set[str]] = defaultdict(set)
    for pk, website in (
        Project.objects.filter(organisation__in=ids).exclude(website="").order_by("pk")
        .values_list("organisation_id", "website")
    ):  # fmt: skip
        websites[pk or 0].add(words_for_computing(website))
    for pk, email in (
        Affiliation.objects.filter(organisation__in=ids).exclude(person__email="").order_by("pk")
        .values_list("organisation_id", "person__email")
    ):  # fmt: skip
        addresses[pk].add(email)
    return {
        item.pk: traits_of(
            {name: words_for_computing(getattr(item, name)) for name in ("name", "country", "external_id")},
            links=websites[item.pk] | {words_for_computing(item.website)},
            addresses=addresses[item.pk],
        )
        for item in Organisation.objects.filter(pk__in=ids).order_by("pk")
    }


def traits_of(parts: dict[str, str], *, links: Iterable[str], addresses: Iterable[str]) -> OrganisationTraits:
    """Return what tells an organisation apart, from its name, country and number and from its people's addresses."""
    mails = frozenset(address for address in addresses if address)
    domains = {domain_of(text) for text in (*links, *mails) if text}
    return OrganisationTraits(
        name=parts["name"],
        country=parts["country"],
        external_id=parts["external_id"],
        addresses=mails,
        domains=frozenset(domains - {""}),
    )


@lru_cache(maxsize=65_536)
def domain_of(address: str) -> str:
    """Return an organisation's own domain in a web or mail address; the same ones come again and again."""
    return own_domain(address)
