"""What a running network shows, and the network that commit c541292 made, as it is stored beside this file."""

import json
import lzma
import re
import tarfile
from pathlib import Path
from typing import Any

import psycopg

from tests.running import PATIENCE_SECONDS, Network, wait_until
from tests.upgrading.site import Site, facilitated, snapshot

STORED = Path(__file__).parent / "c541292"
SESSION = """
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from skillsnet.accounts.models import User
user, session = User.objects.get(email="facilitator@example.org"), SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.create(); print(session.session_key)
"""
# A newer engine suggests other categories; here what is stored is compared.
KEEP_SUGGESTIONS = """
import django
django.setup()
from skillsnet.classification.models import Relearning
Relearning.objects.filter(heartbeat_at=None).delete()
"""
RUNS = range(1, 7)
# Where a page says that its map is being updated.
BEHIND = re.compile(r'<p class="map-behind"[^>]*>([^<]*)</p>')


def shown_by(network: Network, cookie: str, *, every: int = 1) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a running network shows to a visitor and to its facilitator, and which addresses lead elsewhere.

    Of the pages of projects every so many are read. Nothing is read before the work that waits is done.
    """
    wait_until(lambda: _is_idle(network), network, within_s=4 * PATIENCE_SECONDS)
    visitor = Site(network.address)
    pages = snapshot(visitor, every=every) | facilitated(Site(network.address, cookie), RUNS)
    return pages, visitor.moved


def _is_idle(network: Network) -> bool:
    """Return whether no job waits and the map is of the data as they are; the older version does all at once."""
    health, page = json.loads(network.get("/readyz")[1]), network.get("/map/")[1].decode()
    behind = BEHIND.search(page)
    return not health.get("checks", {}).get("jobs", {}).get("waiting", 0) and not (behind and behind[1])


def restore(network: Network) -> None:
    """Put the older version's data folder in place, and on PostgreSQL its database too."""
    with tarfile.open(STORED / "network.tar.xz") as archive:
        archive.extractall(network.folder, filter="data")
    if not network.database:
        return
    (network.folder / "network.sqlite3").unlink()
    with lzma.open(STORED / "network.sql.xz", "rt", encoding="utf-8") as file:
        # What begins with a backslash is meant for psql.
        statements = "".join(line for line in file if not line.startswith("\\"))
    with psycopg.connect(network.database, autocommit=True) as connection:
        connection.execute(statements)


def shown_before() -> dict[str, Any]:
    """Return what the older version showed of it."""
    with lzma.open(STORED / "shown.json.xz", "rt", encoding="utf-8") as file:
        pages: dict[str, Any] = json.load(file)
    return pages
