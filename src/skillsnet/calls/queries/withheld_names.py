"""The names of a project's own people in its texts: withheld until each of them agrees that their name be public."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from skillsnet.calls.models import Link, NamedPerson, Project
from skillsnet.core.text import fold
from skillsnet.core.text.names import address_names, is_name, may_hold, name_forms, names_in
from skillsnet.core.text.unmasked import Withheld
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.texts import words_for_computing
from skillsnet.participants.visibility import fields_of

Row = tuple[list[list[Any]], int]
READ = ("pk", "title", "summary", "website", "extra", "country", "withheld", "organisation_id", "contact_id")


@dataclass(frozen=True)
class _Known:
    """A person whose name is not public: its forms, who may read it, and whose it is."""

    name: str
    forms: tuple[tuple[str, ...], ...]
    audience: str
    owner: int | None

    def in_texts(self, texts: Iterable[tuple[str, str]], addresses: Iterable[str]) -> list[Withheld]:
        """Return the name's places in texts, given with their folded twins, and addresses that are made of it."""
        found = [one for text, folded in texts if may_hold(folded, self.forms) for one in names_in(text, self.name)]
        found += [address for address in addresses if address and address_names(address, self.name)]
        return [Withheld(words, self.audience, self.owner) for words in dict.fromkeys(found)]


def outdated_withheld_names(project_ids: Sequence[int]) -> tuple[list[Row], list[Row]]:
    """Return the projects, and their organisations, that should keep other names as withheld, and which."""
    projects = list(Project.objects.filter(pk__in=project_ids).only(*READ).order_by("pk"))
    organisations = {project.organisation_id for project in projects if project.organisation_id}
    of_organisation, of_project = _people_of(organisations, projects)
    kinds = _kinds([project.pk for project in projects])
    rows: list[Row] = []
    for project in projects:
        people = {*of_project[project.pk], *of_organisation[project.organisation_id or 0]}
        texts = [words_for_computing(text) for text in (project.title, project.summary, *kinds[project.pk])]
        texts += _cells(words_for_computing(project.extra)) if people else []
        found = _found(people, texts, [words_for_computing(project.website)]) if people else []
        if found != project.withheld:
            rows.append((found, project.pk))
    return rows, _organisations(organisations, of_organisation)


def _cells(extra: Mapping[str, Any]) -> list[str]:
    cells = (part for cell in extra.values() for part in (cell if isinstance(cell, list) else [cell]))
    return [part for part in cells if isinstance(part, str)]


def _organisations(ids: Iterable[int], people: Mapping[int, set[_Known]]) -> list[Row]:
    rows: list[Row] = []
    for found in Organisation.objects.filter(pk__in=list(ids)).order_by("pk"):
        name, website = words_for_computing(found.name), words_for_computing(found.website)
        held = _found(people[found.pk], [name], [website])
        # One without a type that is called what one of its people is called is that person, whom its website names.
        own = [one for one in people[found.pk] if not found.type and is_name(name, one.name)]
        wholes = [Withheld(text, one.audience, one.owner).as_json() for one in own for text in (name, website) if text]
        held = sorted([*held, *(whole for whole in wholes if whole not in held)], key=str)
        if held != found.withheld:
            rows.append((held, found.pk))
    return rows


def _found(people: Iterable[_Known], texts: Sequence[str], addresses: Sequence[str]) -> list[list[Any]]:
    folded = [(text, fold(text)) for text in texts if text]
    held = {one for person in people for one in person.in_texts(folded, addresses)}
    return [one.as_json() for one in sorted(held, key=lambda one: (one.words, one.audience, one.owner or 0))]


def _people_of(
    organisations: Iterable[int], projects: Sequence[Project]
) -> tuple[dict[int, set[_Known]], dict[int, set[_Known]]]:
    """Return whose names are not public, by organisation and by project."""
    placed = list(
        Affiliation.objects.filter(organisation__in=list(organisations))
        .order_by("pk")
        .values_list("organisation_id", "person_id")
    )
    named = list(NamedPerson.objects.filter(project__in=projects).order_by("pk").values_list("project_id", "person_id"))
    named += [(project.pk, project.contact_id) for project in projects if project.contact_id]
    known = _known({person for _, person in (*placed, *named)})
    of_organisation: dict[int, set[_Known]] = defaultdict(set)
    of_project: dict[int, set[_Known]] = defaultdict(set)
    for pairs, held in ((placed, of_organisation), (named, of_project)):
        for pk, person in pairs:
            if person in known:
                held[pk].add(known[person])
    return of_organisation, of_project


def _known(ids: Iterable[int]) -> dict[int, _Known]:
    found = {}
    for person in (
        Person.objects.filter(pk__in=list(ids))
        .only("pk", "name", "user_id")
        .prefetch_related("consents")
        .order_by("pk")
    ):
        field = fields_of(person)["name"]
        if person.name and field.audience != Audience.PUBLIC and (forms := name_forms(person.name)):
            found[person.pk] = _Known(person.name, tuple(forms), str(field.audience), field.owner_id)
    return found


def _kinds(ids: Sequence[int]) -> dict[int, list[Any]]:
    """Return what ties of the projects are called, at either end."""
    found: dict[int, list[Any]] = defaultdict(list)
    for end in ("source", "target"):
        ties = Link.objects.filter(**{f"{end}__in": ids}).exclude(kind="").order_by("pk")
        for pk, kind in ties.values_list(f"{end}_id", "kind"):
            found[pk].append(kind)
    return found


def projects_naming(people: Collection[int]) -> set[int]:
    """Return the projects in whose texts these people's names are withheld, if they stand there."""
    theirs = (
        Q(contact__in=people) | Q(named_people__person__in=people) | Q(organisation__affiliations__person__in=people)
    )
    return set(Project.objects.filter(theirs).order_by().values_list("pk", flat=True)) if people else set()
