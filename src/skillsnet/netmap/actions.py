"""Building the map: everything anew, or only what changed since it was built."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from django.db import transaction

from skillsnet.calls.queries import changes_since, data_version, fields_for
from skillsnet.core.netmap.graph import Layout, Network
from skillsnet.core.netmap.incremental_update import linked, patched, pruned
from skillsnet.core.netmap.payload import links_payload, names_payload, nodes_payload, places_payload
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.facets.queries import shown_projects
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import (
    clear_maps,
    is_complete,
    map_folder,
    nodes_kind,
    prune,
    stored_header,
    stored_ids,
    stored_network,
    write_file,
)
from skillsnet.netmap.groupings import compute_layouts, groupings_of, update_layouts
from skillsnet.netmap.issues import find_issues, place_newcomers
from skillsnet.netmap.measures import measured, recounted
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.readers import read_network, with_followers, with_siblings
from skillsnet.netmap.versions import is_behind, last_version
from skillsnet.netmap.words import put_words_right

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
        changed = _few_changed(last, most=MOST_PATCHED, more=project_ids)
        if changed is not None and (version := _patched(last, changed, number)) is not None:
            return version
    return _whole(number, edition, last)


def newest_map(*, edition: int | None = None) -> MapVersion | None:
    """Bring a map up to date, a large one only where something changed; None where nobody is left to show."""
    if not shown_projects().exists():
        clear_maps()
        return None
    last = last_version(edition)
    # Where the data's number is the same somebody insists: what is drawn of them is another.
    is_large = last is not None and last.project_count > SMALL and is_behind(last)
    if is_large and (fresh := refresh_map(edition=edition)) is not None:
        return fresh
    return rebuild_map(edition=edition)


def refresh_map(*, edition: int | None = None) -> MapVersion | None:
    """Bring a map up to date where only few projects changed; None where it is sooner laid out anew."""
    number = data_version()
    last = last_version(edition)
    changed = _few_changed(last, most=MOST_PATCHED) if last is not None else None
    return None if last is None or changed is None else _patched(last, changed, number)


def _few_changed(last: MapVersion, *, most: int, more: Iterable[int] = ()) -> set[int] | None:
    """Return which projects changed since a map was built, and some more; None where they are too many to patch."""
    changed = changes_since(last.data_version)
    if changed is None or len(changed := changed.union(more)) > most:
        return None
    return changed


def last_with_issues() -> MapVersion | None:
    """Return the newest map, of any edition, in which everybody stands by issue."""
    versions = MapVersion.objects.filter(audience=MapAudience.PUBLIC).order_by("-data_version", "edition")
    return next(
        (version for version in versions[:6] if "issue" in version.files["places"] and is_complete(version)), None
    )


def audiences() -> list[MapAudience]:
    """Return the audiences that need a map of their own: members only where a field is for them alone."""
    mine = fields_for(MapAudience.MEMBERS.viewer).count()
    return [*MapAudience] if mine > fields_for(MapAudience.PUBLIC.viewer).count() else [MapAudience.PUBLIC]


def _whole(number: int, edition: int | None, last: MapVersion | None) -> MapVersion:
    made: dict[str, MapVersion] = {}
    issues = find_issues(last_with_issues())
    for audience in audiences():
        reading = read_network(audience.viewer, edition=edition)
        network = linked(reading.network, ties=reading.ties, likeness=reading.likeness)
        measures = measured(network)
        network = replace(network, numbers=(*measures.numbers, *network.numbers))
        placed = compute_layouts(network, last=last_version(edition, audience) or last, issues=issues)
        layouts = {layout.key: layout for layout in placed}
        told = {**measures.told, "texts": issues.fingerprint}
        made[audience] = _store(
            network, layouts, number, edition=edition or 0, audience=audience, public=made, measures=told
        )
    # An audience that needs no map of its own any more must not keep one with a field it may not see by now.
    dropped, _ = MapVersion.objects.exclude(audience__in=list(made)).delete()
    left = last is not None and _has_left(last, made[MapAudience.PUBLIC])
    _put_right_since(number)
    prune(somebody_left=left or dropped > 0)
    return made[MapAudience.PUBLIC]


def _has_left(last: MapVersion, version: MapVersion) -> bool:
    """Return whether somebody, or something that is told of everybody, is no longer on the new map."""
    if not (map_folder() / last.nodes_name).exists():
        return True
    told, now = ({facet["key"] for facet in stored_header(one)["facets"]} for one in (last, version))
    return not told <= now or not np.isin(stored_ids(last), stored_ids(version)).all()


def _patched(last: MapVersion, changed: set[int], number: int) -> MapVersion | None:
    """Build the maps again where projects changed; None where a map must be laid out anew as a whole."""
    bases = {MapAudience.PUBLIC: last, **_members_base(last)}
    if last.patches >= MOST_PATCHES or set(bases) != set(audiences()):
        return None
    place_newcomers(changed)
    read = with_siblings(changed)
    pairs = {}
    for audience, base in bases.items():
        old = stored_network(base)
        pairs[audience] = old, _read_again(old, audience, read, edition=last.edition or None)
    if any(len(new.ties.ends) and not len(old.ties.ends) for old, new in pairs.values()):
        # The first ties make a grouping of their own, and something to measure.
        return None
    made: dict[str, MapVersion] = {}
    for audience, (old, new) in pairs.items():
        base = bases[audience]
        made[audience] = _store(
            new,
            update_layouts(new, old, fresh=read & set(new.ids.tolist()), last=base),
            number,
            edition=last.edition,
            audience=audience,
            public=made,
            patches=base.patches + 1,
            measures=base.measures,
        )
    _put_right_since(number)
    prune(somebody_left=_has_left(last, made[MapAudience.PUBLIC]))
    return made[MapAudience.PUBLIC]


def _put_right_since(number: int) -> None:
    """Put the words right that changed while a map of this version of the data was being made."""
    if data_version() != number:
        put_words_right(changes_since(number))


def _members_base(last: MapVersion) -> dict[MapAudience, MapVersion]:
    """Return the members' map of the same data as the public one, if there is one."""
    mine = last_version(last.edition or None, MapAudience.MEMBERS)
    return {MapAudience.MEMBERS: mine} if mine is not None and mine.data_version == last.data_version else {}


def _read_again(old: Network, audience: MapAudience, changed: set[int], *, edition: int | None) -> Network:
    """Return a network with these projects as an audience sees them now."""
    reading = read_network(audience.viewer, edition=edition, only=changed)
    gone = changed - set(reading.network.ids.tolist())
    network = patched(
        old, reading.network, gone=gone, ties=reading.ties, likeness=reading.likeness, derive=with_followers
    )
    # What only a project that left had said in an extra field is not told any more.
    facets = (pruned(facet) if facet.key.startswith(FIELD_PREFIX) else facet for facet in network.facets)
    network = replace(network, facets=tuple(facets))
    # Ties and likeness as they are now; who bridges what stays as it was measured last.
    return replace(network, numbers=recounted(network))


def _store(
    network: Network,
    layouts: Mapping[str, Layout | str],
    number: int,
    *,
    edition: int,
    audience: MapAudience,
    public: dict[str, MapVersion],
    measures: dict[str, Any],
    patches: int = 0,
) -> MapVersion:
    """Write the files of a network for an audience; what is the same for everyone is written once."""
    shared = frozenset(name for version in public.values() for name in version.file_names)

    def write(kind: str, payload: bytes) -> str:
        return write_file(kind, payload, audience=audience, shared=shared)

    groupings = groupings_of(layouts)
    places = {
        key: one if isinstance(one, str) else write("places", places_payload(one)) for key, one in layouts.items()
    }
    files = {
        "nodes": write(nodes_kind(network), nodes_payload(network, audience=audience, groupings=groupings)),
        "links": write("links", links_payload(network)),
        "names": write("names", names_payload(network)),
        "places": places,
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
