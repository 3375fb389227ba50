"""Building the map: everything anew, or only what changed since it was built."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from django.db import transaction

from skillsnet.calls.models import Project
from skillsnet.calls.queries import changes_since, data_version, fields_for
from skillsnet.core.netmap.graph import Layout, Network
from skillsnet.core.netmap.incremental_update import patch_network, prune_facet, with_links
from skillsnet.core.netmap.payload import links_payload, names_payload, nodes_payload, places_payload
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.build.cleanup import clear_maps, prune
from skillsnet.netmap.build.corrections import correct_words
from skillsnet.netmap.build.groupings import compute_layouts, grouping_headers, update_layouts
from skillsnet.netmap.build.issues import place_newcomers, update_landscape
from skillsnet.netmap.build.measurement import measure_network, recount_links
from skillsnet.netmap.build.readers import read_network, with_followers, with_siblings
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import is_complete, map_folder, nodes_kind, write_file
from skillsnet.netmap.measures import NetworkMeasures
from skillsnet.netmap.models import MapFiles, MapVersion
from skillsnet.netmap.stored import stored_header, stored_ids, stored_network
from skillsnet.netmap.versions import is_outdated, last_version

# Up to this many projects everything is laid out anew after each change: it takes well under a second.
SMALL = 2000
# After so many changes that moved nobody else, a large map is laid out anew.
MOST_PATCHES = 200
# Each changed project takes its time (0.05 s at 20,000): of more it is sooner laid out anew.
MOST_PATCHED = 500


def rebuild_map(project_ids: Sequence[int] | None = None, *, edition: int | None = None) -> MapVersion:
    """Build the map's files from the data as they are, in force or in an earlier edition; return the public version.

    The files are named by their content, so that a browser keeps them for ever and a change has a new name. Of a
    large network only the projects that changed are read, if it is told which: `project_ids`.
    """
    number = data_version()
    last = last_version(edition)
    if last is not None and last.project_count > SMALL and project_ids is not None:
        changed_ids = _few_changes(last, most=MOST_PATCHED, more=project_ids)
        if changed_ids is not None and (version := _build_patched(last, changed_ids, number)) is not None:
            return version
    return _build_whole(number, edition, last)


def newest_map(*, edition: int | None = None) -> MapVersion | None:
    """Bring a map up to date, a large one only where something changed; None where nobody is in the network."""
    if not Project.objects.public().exists():
        clear_maps()
        return None
    last = last_version(edition)
    # Where the data's number is the same somebody insists: what is drawn of them is another.
    is_large = last is not None and last.project_count > SMALL and is_outdated(last)
    if is_large and (fresh := refresh_map(edition=edition)) is not None:
        return fresh
    return rebuild_map(edition=edition)


def refresh_map(*, edition: int | None = None) -> MapVersion | None:
    """Bring a map up to date where only few projects changed; None where it is sooner laid out anew."""
    number = data_version()
    last = last_version(edition)
    changed_ids = _few_changes(last, most=MOST_PATCHED) if last is not None else None
    return None if last is None or changed_ids is None else _build_patched(last, changed_ids, number)


def _few_changes(last: MapVersion, *, most: int, more: Iterable[int] = ()) -> set[int] | None:
    """Return which projects changed since a map was built, and some more; None where they are too many to patch."""
    changed_ids = changes_since(last.data_version)
    if changed_ids is None or len(changed_ids := changed_ids.union(more)) > most:
        return None
    return changed_ids


def last_with_issues() -> MapVersion | None:
    """Return the newest map, of any edition, in which everybody stands by issue."""
    versions = MapVersion.objects.filter(audience=MapAudience.PUBLIC).order_by("-data_version", "edition")
    return next(
        (version for version in versions[:6] if "issue" in version.files["places"] and is_complete(version)), None
    )


def audiences() -> list[MapAudience]:
    """Return the audiences that need a map of their own: members only where a field is for them alone."""
    member_count = fields_for(MapAudience.MEMBERS.viewer).count()
    has_members_map = member_count > fields_for(MapAudience.PUBLIC.viewer).count()
    return [*MapAudience] if has_members_map else [MapAudience.PUBLIC]


def _build_whole(number: int, edition: int | None, last: MapVersion | None) -> MapVersion:
    versions: dict[str, MapVersion] = {}
    landscape = update_landscape(last_with_issues())
    for audience in audiences():
        reading = read_network(audience.viewer, edition=edition)
        network = with_links(reading.network, declared=reading.declared_pairs, similar=reading.similar_pairs)
        measurement = measure_network(network)
        network = replace(network, numbers=(*measurement.numbers, *network.numbers))
        layouts = compute_layouts(network, last=last_version(edition, audience) or last, issues=landscape)
        versions[audience] = _store(
            network,
            {layout.key: layout for layout in layouts},
            number,
            edition=edition or 0,
            audience=audience,
            siblings=versions,
            measures={**measurement.measures, "texts_digest": landscape.fingerprint},
        )
    # An audience that needs no map of its own any more must not keep one with a field it may not see by now.
    dropped_count, _ = MapVersion.objects.exclude(audience__in=list(versions)).delete()
    somebody_left = last is not None and _has_left(last, versions[MapAudience.PUBLIC])
    _correct_since(number)
    prune(somebody_left=somebody_left or dropped_count > 0)
    return versions[MapAudience.PUBLIC]


def _has_left(last: MapVersion, version: MapVersion) -> bool:
    """Return whether somebody, or something that is told of everybody, is no longer on the new map."""
    if not (map_folder() / last.nodes_name).exists():
        return True
    old_keys, new_keys = ({facet["key"] for facet in stored_header(each)["facets"]} for each in (last, version))
    return not old_keys <= new_keys or not np.isin(stored_ids(last), stored_ids(version)).all()


def _build_patched(last: MapVersion, changed_ids: set[int], number: int) -> MapVersion | None:
    """Build the maps again where projects changed; None where a map must be laid out anew as a whole."""
    bases = {MapAudience.PUBLIC: last, **_members_base(last)}
    if last.patches >= MOST_PATCHES or set(bases) != set(audiences()):
        return None
    place_newcomers(changed_ids)
    read_ids = with_siblings(changed_ids)
    pairs = {}
    for audience, base in bases.items():
        old = stored_network(base)
        new = _read_again(old, audience, read_ids, edition=last.edition or None)
        if new is None:
            return None
        pairs[audience] = old, new
    if any(len(new.declared_links.ends) and not len(old.declared_links.ends) for old, new in pairs.values()):
        # The first declared links make a grouping of their own, and something to measure.
        return None
    versions: dict[str, MapVersion] = {}
    for audience, (old, new) in pairs.items():
        base = bases[audience]
        versions[audience] = _store(
            new,
            update_layouts(new, old, fresh=read_ids & set(new.ids.tolist()), last=base),
            number,
            edition=last.edition,
            audience=audience,
            siblings=versions,
            patches=base.patches + 1,
            measures=base.measures,
        )
    _correct_since(number)
    prune(somebody_left=_has_left(last, versions[MapAudience.PUBLIC]))
    return versions[MapAudience.PUBLIC]


def _correct_since(number: int) -> None:
    """Correct the words that changed while a map of this version of the data was being built."""
    if data_version() != number:
        correct_words(changes_since(number))


def _members_base(last: MapVersion) -> dict[MapAudience, MapVersion]:
    """Return the members' map of the same data as the public one, if there is one."""
    version = last_version(last.edition or None, MapAudience.MEMBERS)
    has_same_data = version is not None and version.data_version == last.data_version
    return {MapAudience.MEMBERS: version} if version is not None and has_same_data else {}


def _read_again(old: Network, audience: MapAudience, changed_ids: set[int], *, edition: int | None) -> Network | None:
    """Return a network with these projects as an audience sees them now; None where they bring a facet of their own."""
    reading = read_network(audience.viewer, edition=edition, only=changed_ids)
    if not {facet.key for facet in reading.network.facets} <= {facet.key for facet in old.facets}:
        return None
    gone_ids = changed_ids - set(reading.network.ids.tolist())
    network = patch_network(
        old,
        reading.network,
        gone_ids=gone_ids,
        declared=reading.declared_pairs,
        similar=reading.similar_pairs,
        derive=with_followers,
    )
    # What only a project that left had said in an extra field is not told any more.
    facets = (prune_facet(facet) if facet.key.startswith(FIELD_PREFIX) else facet for facet in network.facets)
    network = replace(network, facets=tuple(facets))
    # Links as they are now; who bridges what stays as it was measured last.
    return replace(network, numbers=recount_links(network))


def _store(
    network: Network,
    layouts: Mapping[str, Layout | str],
    number: int,
    *,
    edition: int,
    audience: MapAudience,
    siblings: Mapping[str, MapVersion],
    measures: NetworkMeasures,
    patches: int = 0,
) -> MapVersion:
    """Write the files of a network for an audience; what is the same as in a sibling's map is written once."""
    shared_names = frozenset(name for version in siblings.values() for name in version.file_names)

    def write(kind: str, payload: bytes) -> str:
        return write_file(kind, payload, audience=audience, shared=shared_names)

    place_files = {
        key: layout if isinstance(layout, str) else write("places", places_payload(layout))
        for key, layout in layouts.items()
    }
    headers = grouping_headers(layouts)
    files: MapFiles = {
        "nodes": write(nodes_kind(network), nodes_payload(network, audience=audience, groupings=headers)),
        "links": write("links", links_payload(network)),
        "names": write("names", names_payload(network)),
        "places": place_files,
        "numbers": [number.key for number in network.numbers],
    }
    with transaction.atomic():
        version, _ = MapVersion.objects.update_or_create(
            data_version=number,
            edition=edition,
            audience=audience,
            defaults={"files": files, "project_count": network.n, "patches": patches, "measures": measures},
        )
    return version
