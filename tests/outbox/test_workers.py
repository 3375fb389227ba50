"""Workers that are killed, and several at once, in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.outbox.server import MailServer, serving

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("migrated_processes")]

ROOT = Path(__file__).resolve().parent.parent.parent


def _run(server: MailServer, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "SKILLSNET_MAIL": f"smtp://127.0.0.1:{server.port}", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "tests.outbox.worker", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


@pytest.mark.parametrize(("point", "state", "tries"), [("before", "sent", 2), ("after", "failed", 1)])
def test_a_mail_whose_worker_was_killed_is_taken_up_unless_the_server_may_have_it(
    point: str, state: str, tries: int
) -> None:
    with serving(MailServer()) as server:
        figures = _run(server, "1", "1", point)
    assert figures == {"ended": [-9], "left": ["sending"], "states": [state], "tries": [tries]}
    assert len(server.ids) == 1


def test_several_workers_at_once_send_each_mail_once_and_in_order_to_each_address() -> None:
    with serving(MailServer()) as server:
        figures = _run(server, "30", "4")
    assert figures == {"ended": [0] * 4, "left": ["sent"], "states": ["sent"], "tries": [1] * 30}
    assert len(server.ids) == len(set(server.ids)) == 30
    for address in set(server.receivers):
        own = [
            int(one.split(".")[0].strip("<"))
            for one, to in zip(server.ids, server.receivers, strict=True)
            if to == address
        ]
        assert own == sorted(own)
