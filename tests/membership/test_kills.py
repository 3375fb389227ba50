"""Invitations while the mail server fails at random and workers are killed: each arrives once or is shown as failed."""

import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.outbox.server import TAKES, MailServer, Whim, serving

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("migrated_processes")]
ROOT = Path(__file__).resolve().parent.parent.parent
# The whole of it with SKILLSNET_INVITATIONS=500; so many are enough to meet every way of failing.
INVITATIONS = int(os.environ.get("SKILLSNET_INVITATIONS", "60"))
KILLS = 8
WHIMS: tuple[Whim, ...] = (
    *[TAKES] * 6,
    ("rcpt", "450 busy"),
    ("data", "451 later"),
    ("rcpt", "drop"),
    ("data", "drop"),
    ("quit", "250 OK"),
)
GONE: Whim = ("rcpt", "550 no such box")


def test_each_arrives_once_or_is_shown_as_failed() -> None:
    chance = random.Random(29)
    server = MailServer(lambda address: GONE if address.startswith("person7") else chance.choice(WHIMS))
    with serving(server):
        environment = {
            **os.environ,
            "SKILLSNET_MAIL": f"smtp://127.0.0.1:{server.port}",
            "PYTHONPATH": str(ROOT / "src"),
        }
        command = [sys.executable, "-m", "tests.membership.worker", str(INVITATIONS), str(KILLS)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    ids: dict[str, set[str]] = defaultdict(set)
    for message_id, address in zip(server.ids, server.receivers, strict=True):
        ids[address].add(message_id)
    results = figures["results"]
    assert figures["killed"] >= KILLS // 2
    assert len(results) == INVITATIONS
    # A mail whose worker died right after the server took it comes again under its own id, which receivers drop.
    assert {address: len(ids[address]) for address, result in results.items() if result == ["sent", ""]} == {
        address: 1 for address, result in results.items() if result[0] == "sent"
    }
    failed = {address: result for address, result in results.items() if result[0] != "sent"}
    assert {result[0] for result in failed.values()} == {"bounced"}
    assert not [address for address in failed if ids[address]]
    assert {address for address, result in failed.items() if result[1] == "refused"} == {
        address for address in results if address.startswith("person7")
    }
