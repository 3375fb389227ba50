"""Workers that die or crowd: `python -m tests.outbox.worker MAILS ACTORS POINT`, with a mail server set; prints JSON.

ACTORS processes deliver MAILS at once. At POINT `before` or `after`, the first of them kills itself with SIGKILL right
before or right after the server took its first message; what it left is then taken up, or fails where the server may
have it.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any


def main(mails: int, actors: int, point: str) -> None:
    """Write the mails, deliver them, and print what the outbox says at the end."""
    from benchmarks.installation import prepare

    prepare()
    from django.db import connections
    from django.utils import timezone

    from skillsnet.outbox.models import MailMessage
    from skillsnet.outbox.tasks import deliver_due

    now = timezone.now()
    going = {"subject": "Hello", "body": "Hello.", "state": "queued", "queued_at": now, "next_try_at": now}
    for number in range(mails):
        MailMessage.objects.create(to=f"person{number % 5}@example.org", **going)
    connections.close_all()
    ended = _at_once([lambda first=not number: _deliver(point if first else "") for number in range(actors)])
    left = list(MailMessage.objects.order_by().values_list("state").distinct())
    MailMessage.objects.filter(state="sending").update(lease_until=timezone.now())
    deliver_due.func()
    states = sorted(MailMessage.objects.order_by().values_list("state", flat=True).distinct())
    tries = sorted(MailMessage.objects.values_list("tries", flat=True))
    print(json.dumps({"ended": ended, "left": sorted(state for (state,) in left), "states": states, "tries": tries}))  # noqa: T201


def _deliver(point: str) -> None:
    from skillsnet.outbox import tasks

    hand_over = tasks.hand_over

    def hand_over_and_die(mail: Any, *, body: str, before_content: Callable[[], None]) -> Any:
        if point == "before":
            before_content = partial(os.kill, os.getpid(), signal.SIGKILL)
        answer = hand_over(mail, body=body, before_content=before_content)
        os.kill(os.getpid(), signal.SIGKILL)
        return answer

    if point:
        tasks.hand_over = hand_over_and_die
    tasks.deliver_due.func()


def _at_once(jobs: list[Callable[[], None]]) -> list[int]:
    children = []
    for job in jobs:
        child = os.fork()
        if child == 0:
            job()
            os._exit(0)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
