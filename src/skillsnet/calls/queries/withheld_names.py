"""The names of a project's own people in its texts: withheld until each of them agrees that their name be public."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from skillsnet.calls.models import Link, NamedPerson, NewsItem, Project
from skillsnet.core.text import fold
from skillsnet.core.text.names import address_names, is_name, may_hold, name_forms, names_in
from skillsnet.core.text.unmasked import Withheld
from skillsnet.participants.enums import Audience, OrganisationType
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.texts import words_for_computing
from skillsnet.participants.visibility import fields_of

Row = tuple[list[list[Any]], int]
PROJECT_COLUMNS = (
    *("pk", "title", "summary", "website", "extra", "country", "withheld", "organisation_id", "contact_id"),
    "kind",
)


@dataclass(frozen=True)
class _HiddenPerson:
    """A name of a person that is not public: its forms, who may read it, and whose it is."""

    name: str
    forms: tuple[tuple[str, ...], ...]
    audience: str
    owner: int | None

    def in_texts(self, texts: Iterable[tuple[str, str]], addresses: Iterable[str]) -> list[Withheld]:
        """Return where texts, given with their folded forms, hold the name, and the addresses that are made of it."""
        passages = [
            passage
            for text, folded_text in texts
            if may_hold(folded_text, self.forms)
            for passage in names_in(text, self.name)
        ]
        passages += [address for address in addresses if address and address_names(address, self.name)]
        return [Withheld(words, self.audience, self.owner) for words in dict.fromkeys(passages)]


def outdated_withheld_names(project_ids: Sequence[int]) -> tuple[list[Row], list[Row]]:
    """Return the projects, and their organisations, that should keep other names as withheld, and which."""
    projects = list(Project.objects.filter(pk__in=project_ids).only(*PROJECT_COLUMNS).order_by("pk"))
    organisations = {project.organisation_id for project in projects if project.organisation_id}
    of_organisation, of_project = _people_of(organisations, projects)
    kinds = _link_kinds([project.pk for project in projects])
    news = _news_texts([project.pk for project in projects])
    individuals = _individuals(project.organisation_id for project in projects if project.is_organisation)
    rows: list[Row] = []
    for project in projects:
        people = {*of_project[project.pk], *of_organisation[project.organisation_id or 0]}
        own_texts = (project.title, project.summary, *kinds[project.pk], *news[project.pk])
        texts = [words_for_computing(text) for text in own_texts]
        texts += _texts_of_cells(words_for_computing(project.extra)) if people else []
        withheld = _withheld_in(people, texts, [words_for_computing(project.website)]) if people else []
        if project.is_organisation and project.organisation_id in individuals:
            title = Withheld(words_for_computing(project.title), Audience.FACILITATORS).as_json()
            withheld += [] if title in withheld else [title]
        if withheld != project.withheld:
            rows.append((withheld, project.pk))
    return rows, _organisation_rows(organisations, of_organisation)


def _individuals(ids: Iterable[int | None]) -> set[int]:
    """Return which organisations are one person each: the name of such a one is a person's."""
    individuals = Organisation.objects.filter(pk__in=set(ids), type=OrganisationType.INDIVIDUAL).order_by("pk")
    return set(individuals.values_list("pk", flat=True))


def _texts_of_cells(extra: Mapping[str, object]) -> list[str]:
    cells = (part for cell in extra.values() for part in (cell if isinstance(cell, list) else [cell]))
    return [part for part in cells if isinstance(part, str)]


def _organisation_rows(ids: Iterable[int], people: Mapping[int, set[_HiddenPerson]]) -> list[Row]:
    rows: list[Row] = []
    for organisation in Organisation.objects.filter(pk__in=list(ids)).order_by("pk"):
        name, website = words_for_computing(organisation.name), words_for_computing(organisation.website)
        withheld = _withheld_in(people[organisation.pk], [name], [website])
        # One without a type that is called what one of its people is called is that person, whom its website names.
        namesakes = [
            person for person in people[organisation.pk] if not organisation.type and is_name(name, person.name)
        ]
        texts_naming = [
            Withheld(text, person.audience, person.owner).as_json()
            for person in namesakes
            for text in (name, website)
            if text
        ]
        withheld = sorted([*withheld, *(item for item in texts_naming if item not in withheld)], key=str)
        if withheld != organisation.withheld:
            rows.append((withheld, organisation.pk))
    return rows


def _withheld_in(people: Iterable[_HiddenPerson], texts: Sequence[str], addresses: Sequence[str]) -> list[list[Any]]:
    folded_texts = [(text, fold(text)) for text in texts if text]
    withheld = {item for person in people for item in person.in_texts(folded_texts, addresses)}
    return [item.as_json() for item in sorted(withheld, key=lambda item: (item.words, item.audience, item.owner or 0))]


def _people_of(
    organisations: Iterable[int], projects: Sequence[Project]
) -> tuple[dict[int, set[_HiddenPerson]], dict[int, set[_HiddenPerson]]]:
    """Return whose names are not public, by organisation and by project."""
    affiliated = list(
        Affiliation.objects.filter(organisation__in=list(organisations))
        .order_by("pk")
        .values_list("organisation_id", "person_id")
    )
    named_people = list(
        NamedPerson.objects.filter(project__in=projects).order_by("pk").values_list("project_id", "person_id")
    )
    named_people += [(project.pk, project.contact_id) for project in projects if project.contact_id]
    people = _hidden_people({person for _, person in (*affiliated, *named_people)})
    of_organisation: dict[int, set[_HiddenPerson]] = defaultdict(set)
    of_project: dict[int, set[_HiddenPerson]] = defaultdict(set)
    for pairs, people_by_id in ((affiliated, of_organisation), (named_people, of_project)):
        for pk, person in pairs:
            people_by_id[pk].update(people[person])
    return of_organisation, of_project


def _hidden_people(ids: Iterable[int]) -> dict[int, set[_HiddenPerson]]:
    """Return for each person the names that are not public: their own, and those that they had before."""
    people: dict[int, set[_HiddenPerson]] = defaultdict(set)
    for person in (
        Person.objects.filter(pk__in=list(ids))
        .only("pk", "name", "former_names", "user_id", "is_removed")
        .prefetch_related("consents")
        .order_by("pk")
    ):
        field = fields_of(person)["name"]
        audiences = [(name, Audience.FACILITATORS) for name in person.former_names]
        if person.name and field.audience != Audience.PUBLIC:
            audiences.append((person.name, Audience(field.audience)))
        for name, audience in audiences:
            if forms := name_forms(name):
                people[person.pk].add(_HiddenPerson(name, tuple(forms), str(audience), field.owner_id))
    return people


def _link_kinds(ids: Sequence[int]) -> dict[int, list[Any]]:
    """Return the kinds of the links at either end of the projects."""
    kinds: dict[int, list[Any]] = defaultdict(list)
    for end in ("source", "target"):
        links = Link.objects.filter(**{f"{end}__in": ids}).exclude(kind="").order_by("pk")
        for pk, kind in links.values_list(f"{end}_id", "kind"):
            kinds[pk].append(kind)
    return kinds


def _news_texts(ids: Sequence[int]) -> dict[int, list[Any]]:
    """Return the updates of the projects."""
    texts: dict[int, list[Any]] = defaultdict(list)
    for pk, text in NewsItem.objects.filter(project__in=ids).order_by("pk").values_list("project_id", "text"):
        texts[pk].append(text)
    return texts


def projects_naming(people: Collection[int]) -> set[int]:
    """Return the projects in whose texts these people's names are withheld, if they stand there."""
    theirs = (
        Q(contact__in=people) | Q(named_people__person__in=people) | Q(organisation__affiliations__person__in=people)
    )
    return set(Project.objects.filter(theirs).order_by().values_list("pk", flat=True)) if people else set()
