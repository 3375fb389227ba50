"""Building the map's files."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import brotli
from django.conf import settings
from django.db import transaction

from skillsnet.calls.queries import data_version
from skillsnet.core.netmap.graph import Network
from skillsnet.core.netmap.payload import names_payload, nodes_payload
from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.readers import read_network

KEPT_VERSIONS = 3
BROTLI_QUALITY = 6


def rebuild_map(proposal_ids: Sequence[int] | None = None, *, edition: int | None = None) -> MapVersion:
    """Build the map's files from the data as they are, in force or in an earlier edition, and return their version.

    The files are named by their content, so that a browser keeps them for ever and a change has a new name.
    """
    number = data_version()
    return _store(read_network(edition), number, edition=edition)


def _store(network: Network, number: int, *, edition: int | None) -> MapVersion:
    nodes, names = write_file("nodes", nodes_payload(network)), write_file("names", names_payload(network))
    with transaction.atomic():
        version, _ = MapVersion.objects.update_or_create(
            data_version=number,
            edition=edition or 0,
            defaults={"nodes_name": nodes, "names_name": names, "proposal_count": len(network.ids)},
        )
    _forget_old()
    return version


def map_folder() -> Path:
    """Return the folder of the map's files."""
    folder: Path = settings.DATA_DIR / "map"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_file(kind: str, payload: bytes) -> str:
    """Write a file and its compressed twin under a name made of its content; return the name."""
    name = f"{kind}-{sha256(payload).hexdigest()[:20]}.snm"
    target = map_folder() / name
    if not target.exists():
        for path, content in (
            (_beside(target, ".br"), brotli.compress(payload, quality=BROTLI_QUALITY)),
            (target, payload),
        ):
            draft = _beside(path, ".part")
            draft.write_bytes(content)
            draft.replace(path)
    return name


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _forget_old() -> None:
    numbers = MapVersion.objects.order_by("-data_version").values_list("data_version", flat=True).distinct()
    kept = list(MapVersion.objects.filter(data_version__in=list(numbers[:KEPT_VERSIONS])).order_by("pk"))
    MapVersion.objects.exclude(pk__in=[version.pk for version in kept]).delete()
    names = {name for version in kept for name in (version.nodes_name, version.names_name)}
    for path in map_folder().glob("*.snm"):
        if path.name not in names:
            path.unlink(missing_ok=True)
            _beside(path, ".br").unlink(missing_ok=True)
