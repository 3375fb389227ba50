"""Building the map: everything anew, or only what changed since it was built."""

from collections.abc import Sequence

from django.db import transaction

from skillsnet.calls.queries import changes_since, data_version
from skillsnet.core.netmap.graph import Layout, Network
from skillsnet.core.netmap.patching import linked, patched
from skillsnet.core.netmap.payload import links_payload, names_payload, nodes_payload, places_payload
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.files import forget_old, is_whole, stored_network, write_file
from skillsnet.netmap.groupings import groupings_of, laid_out, laid_out_again
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.readers import read_network, with_followers

# Up to this many proposals everything is laid out anew after each change: it takes well under a second.
SMALL = 2000
# After so many changes that moved nobody else, a large map is laid out anew.
MOST_PATCHES = 200


def rebuild_map(proposal_ids: Sequence[int] | None = None, *, edition: int | None = None) -> MapVersion:
    """Build the map's files from the data as they are, in force or in an earlier edition; return the public version.

    The files are named by their content, so that a browser keeps them for ever and a change has a new name. Of a
    large network only the proposals that changed are read, if it is told which: `proposal_ids`.
    """
    number = data_version()
    last = last_version(edition)
    changed = changes_since(last.data_version) if last is not None and proposal_ids is not None else None
    if last is not None and changed is not None and last.proposal_count > SMALL and last.patches < MOST_PATCHES:
        return _patched(last, changed.union(proposal_ids or ()), number)
    return _whole(number, edition, last)


def refresh_map(*, edition: int | None = None) -> MapVersion | None:
    """Bring a large map up to date where only few proposals changed; None where it must be built as a whole."""
    number = data_version()
    last = last_version(edition)
    changed = changes_since(last.data_version) if last is not None else None
    if last is None or changed is None or last.patches >= MOST_PATCHES:
        return None
    return _patched(last, changed, number)


def last_version(edition: int | None, audience: str = MapAudience.PUBLIC) -> MapVersion | None:
    """Return the newest map of an edition for an audience whose files are all there."""
    versions = MapVersion.objects.filter(edition=edition or 0, audience=audience).order_by("-data_version")
    return next((version for version in versions[:3] if is_whole(version)), None)


def _whole(number: int, edition: int | None, last: MapVersion | None) -> MapVersion:
    reading = read_network(MapAudience.PUBLIC.viewer, edition=edition)
    network = linked(reading.network, ties=reading.ties, likeness=reading.likeness)
    layouts = laid_out(network, last=last)
    return _store(network, layouts, number, edition=edition or 0)


def _patched(last: MapVersion, changed: set[int], number: int) -> MapVersion:
    old = stored_network(last)
    reading = read_network(MapAudience.PUBLIC.viewer, edition=last.edition or None, only=changed)
    fresh = set(reading.network.ids.tolist())
    network = patched(
        old, reading.network, gone=changed - fresh, ties=reading.ties, likeness=reading.likeness, derive=with_followers
    )
    layouts = laid_out_again(network, old, fresh=fresh, last=last)
    return _store(network, layouts, number, edition=last.edition, patches=last.patches + 1)


def _store(network: Network, layouts: Sequence[Layout], number: int, *, edition: int, patches: int = 0) -> MapVersion:
    groupings = groupings_of(layouts)
    files = {
        "nodes": write_file("nodes", nodes_payload(network, groupings=groupings)),
        "links": write_file("links", links_payload(network)),
        "names": write_file("names", names_payload(network)),
        "places": {layout.key: write_file("places", places_payload(layout)) for layout in layouts},
    }
    with transaction.atomic():
        version, _ = MapVersion.objects.update_or_create(
            data_version=number,
            edition=edition,
            audience=MapAudience.PUBLIC,
            defaults={"files": files, "proposal_count": network.n, "patches": patches},
        )
    forget_old()
    return version
