"""Asking for a code with an address that somebody has and with one that nobody has: whether a stopwatch tells.

Requests of both kinds alternate in random order, on a database of their own, where the code is made and sent by a
worker later, as in production. A ratio of medians of 1 tells nothing.
"""

import random
from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time
from typing import Any

MEMBER, STRANGER = "known", "unknown"
# Each kind so many times, after some that only warm up.
REQUESTS, WARM_UP = 400, 40


def measure(requests: int = REQUESTS, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield the medians of both kinds in milliseconds, by CPU and by the clock, and their ratios."""
    from benchmarks.installation import prepare

    prepare()
    from django.conf import settings
    from django.test.utils import override_settings

    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    tasks = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=storages, TASKS=tasks):
        times = _times(requests, random.Random(seed))
    figures: dict[str, Any] = {"requests_of_each": requests}
    for measure_name, column in (("cpu", 0), ("clock", 1)):
        middle = {kind: median(pair[column] for pair in times[kind]) for kind in (MEMBER, STRANGER)}
        figures |= {f"{kind}_{measure_name}_ms": round(1000 * middle[kind], 3) for kind in middle}
        figures[f"ratio_{measure_name}"] = round(middle[MEMBER] / middle[STRANGER], 4)
    yield figures


def _times(requests: int, chance: random.Random) -> dict[str, list[tuple[float, float]]]:
    from skillsnet.accounts.models import User

    addresses = {kind: [f"{kind}-{number}@example.org" for number in range(requests)] for kind in (MEMBER, STRANGER)}
    User.objects.bulk_create(User(email=address) for address in addresses[MEMBER])
    for number in range(WARM_UP):
        _ask_for_code(f"warm-{number}@example.org", source=f"198.51.100.{number}")
    order = [(kind, address) for kind, addresses_of_kind in addresses.items() for address in addresses_of_kind]
    chance.shuffle(order)
    times: dict[str, list[tuple[float, float]]] = {MEMBER: [], STRANGER: []}
    for index, (kind, address) in enumerate(order):
        times[kind].append(_ask_for_code(address, source=f"203.0.{index // 250}.{index % 250}"))
    return times


def _ask_for_code(address: str, *, source: str) -> tuple[float, float]:
    """Ask for a code in a browser of its own, and return the seconds that the answer took, by CPU and by the clock."""
    from django.test import Client

    client = Client(REMOTE_ADDR=source)
    cpu, clock = process_time(), perf_counter()
    answer = client.post("/accounts/login/request/", {"email": address})
    took = process_time() - cpu, perf_counter() - clock
    if answer.status_code != 302:
        raise RuntimeError(f"asking for a code was answered with {answer.status_code}")
    return took
