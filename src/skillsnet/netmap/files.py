"""The map's files on disk: written once under a name made of their content, read back as values."""

import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import brotli
import numpy as np
from django.conf import settings
from django.db.models import Q

from skillsnet.core.netmap.graph import Facet, Hub, Integers, Layout, Network, Outline, Within
from skillsnet.core.netmap.payload import facet_of, links_of, names_of, numbers_of, places_of, unpack
from skillsnet.core.netmap.schema import FULL_SCALE
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.models import MapVersion

BROTLI_QUALITY = 5
# Written before the name of a file that only members may have.
MEMBERS_PREFIX = "members-"
# The kinds of file that hold words which people, or the calls' files, brought.
NAMES, VALUES = "names", "values"
# Versions of the data whose maps are kept, for pages that were opened before the last change.
KEPT_VERSIONS = 3
# A file that no version names may be another process's, which has not written its version yet.
YOUNG_SECONDS = 600


def map_folder() -> Path:
    """Return the folder of the map's files."""
    folder: Path = settings.DATA_DIR / "map"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_file(
    kind: str, payload: bytes, *, audience: str = MapAudience.PUBLIC, shared: frozenset[str] = frozenset()
) -> str:
    """Write a file and its compressed twin, unless they are there; return the name.

    A members' file that is the same as one of the `shared` public ones is that one.
    """
    name = f"{kind}-{sha256(payload).hexdigest()[:20]}.snm"
    if audience != MapAudience.PUBLIC and name not in shared:
        name = MEMBERS_PREFIX + name
    target = map_folder() / name
    if not target.exists():
        for path, content in (
            (_beside(target, ".br"), brotli.compress(payload, quality=BROTLI_QUALITY)),
            (target, payload),
        ):
            # A draft of its own: another process may be writing the same file.
            draft = _beside(path, f".{uuid4().hex}.part")
            draft.write_bytes(content)
            draft.replace(path)
    return name


def is_complete(version: MapVersion) -> bool:
    """Return whether all files of a version are there."""
    return all((map_folder() / name).exists() for name in version.file_names)


def nodes_kind(network: Network) -> str:
    """Return what the first file is called: one that holds values which a file brought is no file for ever."""
    return VALUES if any(facet.key.startswith(FIELD_PREFIX) for facet in network.facets) else "nodes"


def holds_words(name: str) -> bool:
    """Return whether a file holds words of people: it is asked for again after minutes, and goes when replaced."""
    return name.removeprefix(MEMBERS_PREFIX).startswith((NAMES, VALUES))


def prune(*, somebody_left: bool = False) -> None:
    """Remove the versions of the map that nobody needs any more, and the files of none.

    Files with words of people go as soon as their edition has a newer map, or when a text in them was corrected since.
    Where somebody left the network, at once all that may still tell of them: what is withdrawn is nowhere.
    """
    corrected = _corrected()
    MapVersion.objects.filter(pk__in=corrected).delete()
    standing = list(MapVersion.objects.order_by("pk"))
    numbers = MapVersion.objects.order_by("-data_version").values_list("data_version", flat=True).distinct()
    wanted = list(numbers[: 1 if somebody_left else KEPT_VERSIONS])
    # The last map of each edition stands until there is another, however long that takes.
    last = [] if somebody_left else last_of_each()
    kept = list(MapVersion.objects.filter(Q(data_version__in=wanted) | Q(pk__in=last)).order_by("pk"))
    MapVersion.objects.exclude(pk__in=[version.pk for version in kept]).delete()
    names = {name for version in kept for name in version.file_names}
    newest = set(last_of_each())
    said = {name for version in kept if version.pk in newest for name in version.file_names}
    replaced = {name for version in standing for name in version.file_names if holds_words(name)} - said
    at_once = somebody_left or bool(corrected)
    young = time.time() - YOUNG_SECONDS
    for path in map_folder().glob("*.snm"):
        is_nobodys = path.name not in names and (at_once or _written_at(path) < young)
        if is_nobodys or path.name in replaced:
            remove_file(path.name)


def remove_file(name: str) -> None:
    """Remove a file and its compressed twin, if they are there."""
    path = map_folder() / name
    path.unlink(missing_ok=True)
    _beside(path, ".br").unlink(missing_ok=True)


def clear_maps() -> None:
    """Remove every map and its files: nobody is in the network any more."""
    MapVersion.objects.all().delete()
    prune(somebody_left=True)


def _corrected() -> list[int]:
    """Return older versions that say of somebody what the newest map for the same audience says otherwise, or not."""
    found = []
    for audience in MapAudience.values:
        versions = list(MapVersion.objects.filter(audience=audience).order_by("-data_version", "pk"))
        if not versions or not is_complete(versions[0]):
            continue
        newest, told = versions[0], _told(versions[0])
        found += [
            one.pk
            for one in versions[1:]
            if one.data_version < newest.data_version and is_complete(one) and not _told(one).items() <= told.items()
        ]
    return found


def _told(version: MapVersion) -> dict[Any, tuple[str, str]]:
    """Return what a version says of each node in words, and which values of extra fields it names."""
    names = zip(*_names(version), strict=True)
    facets = (facet for facet in stored_header(version)["facets"] if facet["key"].startswith(FIELD_PREFIX))
    values = {(facet["key"], value): ("", "") for facet in facets for value in facet["values"]}
    return {**dict(zip(stored_ids(version).tolist(), names, strict=True)), **values}


def last_of_each() -> list[int]:
    """Return the newest version of each edition for each audience."""
    rows = MapVersion.objects.order_by("data_version", "pk").values_list("edition", "audience", "pk")
    return list({(edition, audience): pk for edition, audience, pk in rows}.values())


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def stored_header(version: MapVersion) -> dict[str, Any]:
    """Return what the first file says of the facets and groupings."""
    return unpack((map_folder() / version.nodes_name).read_bytes())[0]


def stored_ids(version: MapVersion) -> Integers:
    """Return the ids of a version's nodes, ascending."""
    return unpack((map_folder() / version.nodes_name).read_bytes())[1]["id"].astype(np.int64)


def stored_facets(version: MapVersion) -> tuple[Facet, ...]:
    """Return the facets of a version's nodes."""
    header, columns = unpack((map_folder() / version.nodes_name).read_bytes())
    return tuple(_facet(facet, header, columns) for facet in header["facets"])


def stored_network(version: MapVersion, *, with_names: bool = True) -> Network:
    """Return the network a version was made of, as its audience sees it; without names they are empty."""
    header, columns = unpack((map_folder() / version.nodes_name).read_bytes())
    links_header, links = unpack((map_folder() / version.files["links"]).read_bytes())
    nothing = [""] * header["n"]
    titles, organisations = _names(version) if with_names else (nothing, nothing)
    return Network(
        ids=columns["id"].astype(np.int64),
        names=titles,
        organisations=organisations,
        states=columns["state"].astype(np.int64),
        facets=tuple(_facet(facet, header, columns) for facet in header["facets"]),
        ties=links_of(links, "tie"),
        likeness=links_of(links, "similar"),
        numbers=numbers_of(links_header, links),
    )


def stored_layout(version: MapVersion, key: str) -> Layout | None:
    """Return where everything stands in a grouping of a version; None where it has no such grouping. Hubs count 0."""
    name = version.files["places"].get(key)
    path = map_folder() / name if name else None
    if path is None or not path.exists():
        return None
    header, columns = unpack(path.read_bytes())
    points, discs = places_of(header, columns)
    outline = None
    if "outline.start" in columns:
        edge = np.stack([columns["outline.x"], columns["outline.y"]], axis=1) / FULL_SCALE
        outline = Outline(edge, columns["outline.start"].astype(np.int64))
    return Layout(
        key=key,
        hubs=tuple(_hub(hub) for hub in header["hubs"]),
        points=points,
        spacing=header["spacing"] / FULL_SCALE,
        outline=outline,
        discs=discs,
    )


def _names(version: MapVersion) -> tuple[list[str], list[str]]:
    return names_of(unpack((map_folder() / version.files["names"]).read_bytes())[1])


def _facet(told: Mapping[str, Any], header: Mapping[str, Any], columns: Mapping[str, Any]) -> Facet:
    counts, items = facet_of(header, columns, told["key"])
    within = Within(told["of"]["facet"], tuple(told["of"]["to"])) if "of" in told else None
    return Facet(told["key"], tuple(told["values"]), counts, items, told["multi"], within)


def _hub(hub: Mapping[str, Any]) -> Hub:
    return Hub(
        value=hub["value"],
        x=hub["x"] / FULL_SCALE,
        y=hub["y"] / FULL_SCALE,
        radius=hub["r"] / FULL_SCALE,
        angle=hub["angle"],
        count=0,
    )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
