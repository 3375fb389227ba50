"""The map's files on disk: written once under a name made of their content, and removed by that name."""

from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import brotli
from django.conf import settings

from skillsnet.core.netmap.graph import Network
from skillsnet.facets.enums import FIELD_PREFIX
from skillsnet.netmap.enums import MapAudience
from skillsnet.netmap.models import MapVersion

BROTLI_QUALITY = 5
# Written before the name of a file that only members may have.
MEMBERS_PREFIX = "members-"
# The kinds of file that hold words which people, or the calls' files, brought.
NAMES, VALUES = "names", "values"


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


def remove_file(name: str) -> None:
    """Remove a file and its compressed twin, if they are there."""
    path = map_folder() / name
    path.unlink(missing_ok=True)
    _beside(path, ".br").unlink(missing_ok=True)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
