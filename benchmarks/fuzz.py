"""Odd requests to every address and form, as everybody, for some minutes: how many, and what broke."""

import os
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

MINUTES = 10
MAX_LISTED = 20


def measure(minutes: float = MINUTES, seed: int | None = None, first: int = 0) -> Iterator[dict[str, Any]]:
    """Yield how many requests were answered with which statuses, and how many broke something.

    What broke is printed with its round and seed; `--seed S --first N` begins with that round again.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"]["TEST"]["NAME"] = f"skillsnet_fuzz_{os.getpid()}"
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield {
            "database": connection.vendor,
            **_answers(minutes, random.randrange(10**6) if seed is None else seed, first),
        }
    finally:
        teardown_databases(databases, verbosity=0)


def _answers(minutes: float, seed: int, first: int) -> dict[str, Any]:
    from tests.fuzzing.fuzzer import make_fuzzer

    from skillsnet.taxonomy.actions import install_skills_taxonomy

    fuzzer = make_fuzzer(install_skills_taxonomy(), seed=seed)
    until, number = time.monotonic() + 60 * minutes, first
    while time.monotonic() < until:
        before = len(fuzzer.broken)
        fuzzer.round(number)
        for fault in fuzzer.broken[before:][:MAX_LISTED]:
            print(fault, file=sys.stderr, flush=True)
        number += 1
    return {
        "seed": seed,
        "rounds": number - first,
        "requests": sum(fuzzer.statuses.values()),
        "statuses": dict(sorted(fuzzer.statuses.items())),
        "addresses": len(fuzzer.asked),
        "broken": len(fuzzer.broken),
    }
