"""The network as the map draws it, read with a constant number of queries; nothing an audience may not see."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Beneficiary, ProjectKind, Stage
from skillsnet.calls.models import (
    ExtraNumber,
    ExtraValue,
    Link,
    Project,
    ProjectBeneficiary,
    ProjectCountry,
    ProjectLanguage,
)
from skillsnet.calls.queries import facet_fields_for, fields_for, value_words
from skillsnet.classification.enums import Source
from skillsnet.core.geo import REGIONS, SUBREGIONS, region_of, subregion_of
from skillsnet.core.netmap.graph import NOT_STATED, Facet, Integers, Network, Number, Within
from skillsnet.core.netmap.schema import STATE_SEVERAL, STATE_SUGGESTED
from skillsnet.core.text.unmasked import completed
from skillsnet.db.bulk import in_parts
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.facets.models import Neighbourhood, NeighbourhoodMember
from skillsnet.facets.queries import current_assignments
from skillsnet.matching.models import Suggestion
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.models import Organisation
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_name
from skillsnet.taxonomy.queries import categories_in

Pair = tuple[int, int, float]
_IN_ORDER = ("project", "order")
READ_AT_ONCE = 500


@dataclass(frozen=True)
class NetworkReading:
    """What was read of some or all shown projects: a network without links, and the links by the projects' ids."""

    network: Network
    declared_pairs: list[Pair] = field(default_factory=list)
    similar_pairs: list[Pair] = field(default_factory=list)


@dataclass(frozen=True)
class _ProjectRow:
    """A shown project's own columns."""

    pk: int
    title: str
    organisation_id: int | None
    country: str
    stage: str
    call: str
    kind: str


def read_network(viewer: Viewer, *, edition: int | None = None, only: Collection[int] | None = None) -> NetworkReading:
    """Return all shown projects, or only those of some ids, as the viewer sees them, in an edition's categories."""
    rows = _rows(only, viewer)
    ids = np.fromiter((row.pk for row in rows), dtype=np.int64, count=len(rows))
    organisations = _organisations(rows, only)
    assigned, suggested = _categories(edition, only)
    country = _single("country", sorted({row.country for row in rows if row.country}), [row.country for row in rows])
    types = {pk: organisation.type for pk, organisation in organisations.items()}
    facets = (
        _multi("category", [category.slug for category in categories_in(edition, "en")], ids, assigned),
        _issue(ids, only),
        *within_country(country),
        *_work(ids, only),
        *_stated_lists(ids, only),
        _single("type", OrganisationType.values, [types.get(row.organisation_id or 0, "") for row in rows]),
        _single("stage", Stage.values, [row.stage for row in rows]),
        _single("call", sorted({row.call for row in rows}), [row.call for row in rows]),
        *_kind(rows),
        *_extra_facets(viewer, ids, only),
    )
    names = {pk: organisation_name(organisation, viewer) for pk, organisation in organisations.items()}
    shared = _with_several(rows, only)
    network = Network(
        ids=ids,
        names=[row.title for row in rows],
        organisations=[names.get(row.organisation_id or 0, "") for row in rows],
        states=np.fromiter(
            (
                (STATE_SUGGESTED if row.pk in suggested else 0)
                | (STATE_SEVERAL if row.organisation_id in shared else 0)
                for row in rows
            ),
            dtype=np.int64,
            count=len(rows),
        ),
        facets=facets,
        numbers=_extra_numbers(viewer, ids, only),
    )
    return NetworkReading(network, declared_pairs=_declared_pairs(only), similar_pairs=_similar_pairs(only))


def read_words(project_ids: Collection[int] | None, viewer: Viewer) -> dict[int, tuple[str, str]]:
    """Return title and organisation of these shown projects, of all for None, as the viewer reads them on the map."""
    parts = [None] if project_ids is None else in_parts(sorted(project_ids), size=READ_AT_ONCE)
    words: dict[int, tuple[str, str]] = {}
    for part in parts:
        rows = _rows(part, viewer)
        organisations = _organisations(rows, part).items()
        names = {pk: organisation_name(organisation, viewer) for pk, organisation in organisations}
        words |= {row.pk: (row.title, names.get(row.organisation_id or 0, "")) for row in rows}
    return words


def within_country(country: Facet) -> tuple[Facet, Facet, Facet]:
    """Return the facets of regions, subregions and countries; the first two follow from the third."""
    return (
        _follow("region", list(REGIONS), country, region_of),
        _follow("subregion", list(SUBREGIONS), country, subregion_of),
        country,
    )


def with_followers(facet: Facet) -> tuple[Facet, ...]:
    """Return a facet with those that follow from it, in the order shown."""
    return within_country(facet) if facet.key == "country" else (facet,)


def _follow(key: str, values: list[str], country: Facet, value_of: Callable[[str], str]) -> Facet:
    numbers = {value: number for number, value in enumerate(values)}
    to = np.array([numbers.get(value_of(code), NOT_STATED) for code in country.values], dtype=np.int64)
    main = country.main
    items = np.where(main >= 0, to[main], NOT_STATED) if len(to) else np.full(len(main), NOT_STATED)
    within = Within("country", tuple(to.tolist()))
    return Facet(key, tuple(values), (items >= 0).astype(np.int64), items[items >= 0], is_multi=False, within=within)


def with_siblings(ids: Collection[int]) -> set[int]:
    """Return the projects with all others of their organisations: whether one has several is said of each of them."""
    organisations = Project.objects.filter(pk__in=list(ids), organisation__isnull=False).order_by()
    siblings = Project.objects.filter(organisation__in=organisations.values("organisation")).order_by("pk")
    return {*ids, *siblings.values_list("pk", flat=True)}


def _rows(only: Collection[int] | None, viewer: Viewer) -> list[_ProjectRow]:
    projects = Project.objects.public().order_by("pk")
    if only is not None:
        projects = projects.filter(pk__in=list(only))
    columns = projects.values_list(
        "title", "withheld", "pk", "country", "organisation_id", "stage", "call__slug", "kind"
    )
    return [
        _ProjectRow(
            pk,
            text_for(completed(title, country=country, withheld=withheld), viewer),
            organisation,
            country,
            stage,
            call,
            kind,
        )
        for title, withheld, pk, country, organisation, stage, call, kind in columns.iterator(chunk_size=5000)
    ]


def _organisations(rows: Sequence[_ProjectRow], only: Collection[int] | None) -> dict[int, Organisation]:
    organisations = Organisation.objects.order_by("pk").only("pk", "name", "type", "country", "withheld")
    if only is not None:
        organisations = organisations.filter(pk__in={row.organisation_id for row in rows if row.organisation_id})
    return {organisation.pk: organisation for organisation in organisations.iterator(chunk_size=5000)}


def _with_several(rows: Sequence[_ProjectRow], only: Collection[int] | None) -> set[int | None]:
    """Return the organisations that have several of the shown projects."""
    if only is None:
        projects_of = (row.organisation_id for row in rows if row.kind == ProjectKind.PROJECT)
        counts = Counter(organisation for organisation in projects_of if organisation is not None)
        return {pk for pk, count in counts.items() if count > 1}
    projects = Project.objects.public().filter(kind=ProjectKind.PROJECT).order_by("organisation_id")
    projects = projects.filter(organisation__in={row.organisation_id for row in rows if row.organisation_id})
    return set(projects.values_list("organisation_id", flat=True).annotate(n=Count("pk")).filter(n__gt=1))


def _categories(edition: int | None, only: Collection[int] | None) -> tuple[dict[int, list[str]], set[int]]:
    assigned: dict[int, list[str]] = defaultdict(list)
    suggested: set[int] = set()
    ordered = _narrow(current_assignments(edition), only).order_by("project_id", "-is_primary", "-probability", "pk")
    columns = ordered.values_list("project_id", "category__slug", "decision__source", "probability")
    for project_id, slug, source, probability in columns.iterator(chunk_size=5000):
        assigned[project_id].append(slug)
        # Carried over with a probability: the engine's word stands for an answer that is still open.
        if source == Source.ENGINE or (source == Source.RULE and probability is not None):
            suggested.add(project_id)
    return assigned, suggested


def _many(rows: QuerySet[Any], column: str, only: Collection[int] | None) -> dict[int, list[Any]]:
    values: dict[int, list[Any]] = defaultdict(list)
    for project_id, value in _narrow(rows, only).values_list("project_id", column).iterator(chunk_size=5000):
        values[project_id].append(value)
    return values


def _stated_lists(ids: Integers, only: Collection[int] | None) -> tuple[Facet, Facet]:
    """Return the languages, the most frequent first, and the groups that projects are for."""
    languages = _many(ProjectLanguage.objects.order_by(*_IN_ORDER, "code"), "code", only)
    groups = _many(ProjectBeneficiary.objects.order_by(*_IN_ORDER, "group"), "group", only)
    return _multi("language", None, ids, languages), _multi("beneficiary", Beneficiary.values, ids, groups)


def _work(ids: Integers, only: Collection[int] | None) -> tuple[Facet, ...]:
    """Return the facet of the countries of work, by code; none where no project says more than its seat."""
    rows = _many(ProjectCountry.objects.order_by(*_IN_ORDER, "code"), "code", only)
    values = sorted({code for pk in ids.tolist() for code in rows.get(pk, ())})
    return (_multi("work", values, ids, rows),) if values else ()


def _kind(rows: Sequence[_ProjectRow]) -> tuple[Facet, ...]:
    """Return the facet of projects and organisations without one; none where the network has one kind only."""
    kinds = set(Project.objects.public().order_by().values_list("kind", flat=True).distinct())
    return (_single("kind", ProjectKind.values, [row.kind for row in rows]),) if len(kinds) > 1 else ()


def _issue(ids: Integers, only: Collection[int] | None) -> Facet:
    """Return the facet of neighbourhoods of similar issues, in their order."""
    values = list(Neighbourhood.objects.values_list("slug", flat=True))
    rows = _narrow(NeighbourhoodMember.objects.order_by("project"), only).values_list(
        "project_id", "neighbourhood__slug"
    )
    slugs = dict(rows.iterator(chunk_size=5000))
    return _single("issue", values, [slugs.get(pk, "") for pk in ids.tolist()])


def _extra_facets(viewer: Viewer, ids: Integers, only: Collection[int] | None) -> tuple[Facet, ...]:
    """Return the extra fields that the viewer may filter by; one query and one for each of them."""
    facets = []
    for extra in facet_fields_for(viewer):
        codes = _many(ExtraValue.objects.filter(field=extra).order_by(*_IN_ORDER, "value"), "value", only)
        words = {code: value_words(code) for project_codes in codes.values() for code in project_codes}
        rows = {pk: [words[code] for code in project_codes if words[code]] for pk, project_codes in codes.items()}
        values = sorted({value for pk in ids.tolist() for value in rows.get(pk, ())})
        facet = _multi(FIELD_PREFIX + extra.slug, values, ids, rows)
        facets.append(replace(facet, is_multi=extra.is_multi))
    return tuple(facets)


def _extra_numbers(viewer: Viewer, ids: Integers, only: Collection[int] | None) -> tuple[Number, ...]:
    """Return the extra fields that are numbers; what is not stated, or below 0, counts as 0."""
    numbers = []
    for extra in fields_for(viewer):
        if not extra.is_number:
            continue
        rows = _narrow(ExtraNumber.objects.filter(field=extra).order_by("project"), only)
        stated = dict(rows.values_list("project_id", "value").iterator(chunk_size=5000))
        values = np.array([stated.get(pk, 0.0) for pk in ids.tolist()])
        numbers.append(Number(FIELD_PREFIX + extra.slug, np.maximum(values, 0)))
    return tuple(numbers)


def _narrow(rows: QuerySet[Any], only: Collection[int] | None) -> QuerySet[Any]:
    return rows if only is None else rows.filter(project__in=list(only))


def _declared_pairs(only: Collection[int] | None) -> list[Pair]:
    """Return the declared links, by the projects' ids; ends that are not shown are left out where they are joined."""
    links = Link.objects.order_by("pk")
    if only is not None:
        links = links.filter(Q(source__in=list(only)) | Q(target__in=list(only)))
    ends = links.values_list("source_id", "target_id")
    return [(source, target, 1.0) for source, target in ends.iterator(chunk_size=5000)]


def _similar_pairs(only: Collection[int] | None) -> list[Pair]:
    """Return the pairs that work on similar issues, by the projects' ids, with how alike they are."""
    suggestions = Suggestion.objects.order_by("pk")
    if only is not None:
        suggestions = suggestions.filter(Q(project__in=list(only)) | Q(similar_project__in=list(only)))
    return list(suggestions.values_list("project_id", "similar_project_id", "score").iterator(chunk_size=5000))


def _multi(key: str, values: Iterable[str] | None, ids: Integers, rows: Mapping[int, Sequence[str]]) -> Facet:
    """Return a facet of several values a node; without given values those that occur, the most frequent first."""
    if values is None:
        counts = Counter(value for pk in ids.tolist() for value in rows.get(pk, ()))
        values = sorted(counts, key=lambda value: (-counts[value], value))
    numbers = {value: number for number, value in enumerate(values)}
    of_node = [[numbers[value] for value in rows.get(pk, ()) if value in numbers] for pk in ids.tolist()]
    return Facet.of_lists(key, numbers, of_node, is_multi=True)


def _single(key: str, values: Iterable[str], column: Sequence[str]) -> Facet:
    numbers = {value: number for number, value in enumerate(values)}
    of_node = [(numbers[value],) if value in numbers else () for value in column]
    return Facet.of_lists(key, numbers, of_node, is_multi=False)
