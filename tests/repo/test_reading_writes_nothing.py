"""Whoever only reads writes nothing, and so never waits for another's write: every address, for every role."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from skillsnet.netmap.tasks import build_maps
from skillsnet.taxonomy.models import Edition
from tests.factories import make_decision, make_project
from tests.repo.test_addresses import TABLE
from tests.repo.test_addresses import arguments as arguments

pytestmark = [pytest.mark.django_db, pytest.mark.late_worker]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "SAVEPOINT", "BEGIN", "PRAGMA", "LOCK")
# Who looked at what a person shows to facilitators alone is written by the look itself (docs/explanation/looks.md).
LOOKS = '"participants_look"'
# Choices and states, for the addresses that know any.
QUERIES = ("?q=welding&country=KE&selected=1", "?edition=1&group=country&size=ties")
CHOOSING = ("map", "home", "directory", "categor", "edition_moves", "countr")


class Wrote(AssertionError):
    """A page that is only read wrote into the database."""


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    writes = sql.lstrip(" (").upper().startswith(WRITES) or "FOR UPDATE" in sql.upper()
    if writes and LOOKS not in sql:
        raise Wrote(sql)
    return execute(sql, params, many, context)


def _wrote(reader: Client, address: str) -> str:
    with connection.execute_wrapper(_refuse_writes):
        try:
            answer = reader.get(address)
            b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        except Wrote as wrote:
            return str(wrote)
    return ""


@pytest.fixture
def _own_cache(settings: Any) -> None:
    """The cache in the database, as the platform has it, where a page that keeps something writes."""
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}
    settings.CACHES = {**settings.CACHES, "default": table}
    call_command("createcachetable", verbosity=0)


@pytest.mark.slow
@pytest.mark.usefixtures("_own_cache")
@pytest.mark.parametrize("is_built", [True, False], ids=["with a map behind", "without a map"])
def test_no_get_writes(
    is_built: bool,
    arguments: dict[str, list[object]],
    taxonomy: Edition,
    client: Client,
    member_client: Client,
    facilitator_client: Client,
) -> None:
    earlier = Edition.objects.get(taxonomy=taxonomy.taxonomy, number=1)
    make_decision(make_project(), ("social-inclusion",), edition=earlier, source="facilitator")
    if is_built:
        build_maps()
        make_project()
    readers = {"visitor": client, "member": member_client, "facilitator": facilitator_client}
    found = {
        f"{who} {address}": wrote
        for name, (kind, _statuses) in TABLE.items()
        for query in ("", *(QUERIES if name.startswith(CHOOSING) else ()))
        for who, reader in readers.items()
        if (wrote := _wrote(reader, address := reverse(name, args=arguments[kind]) + query))
    }
    assert found == {}
