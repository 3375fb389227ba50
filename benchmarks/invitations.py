"""A round of invitations while the mail server fails at random and the worker is killed with SIGKILL.

Somebody who is invited gets one mail, or the list of invitations says why they have none: that is what is counted, by
what a mail server on this machine was given. One process does what the product's worker does for mail: waves,
deliveries and what follows them. It is killed at random moments; nobody waits for the time that a lease or
a wait lasts.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INVITATIONS = 500
SEED = 8
# What the server does, and how often of a hundred. Fewer final refusals than stop a round, most of the time.
WHIMS = {
    ("data", "250 OK"): 66,
    ("rcpt", "450 4.2.0 Greylisted"): 8,
    ("rcpt", "550 5.1.1 No such user"): 3,
    ("rcpt", "drop"): 4,
    ("data", "451 4.3.0 Try later"): 4,
    ("data", "421 4.3.2 Closing"): 3,
    ("data", "drop"): 3,
    ("taken and dropped", "drop"): 4,
    ("quit", "250 OK"): 5,
}
# So long a process lives at most before it is killed, in seconds.
LONGEST_LIFE = 0.5
MOST_LIVES = 5_000


def measure(invitations: int = INVITATIONS) -> Iterator[dict[str, Any]]:
    """Yield how many invitations arrived once, how many are shown as failed, and how many are neither."""
    from tests.outbox.server import MailServer, serving

    chance = random.Random(SEED)
    whims, weights = list(WHIMS), list(WHIMS.values())
    with serving(MailServer(lambda address: chance.choices(whims, weights)[0])) as server:
        process = subprocess.run(
            [sys.executable, "-m", "benchmarks.invitations", str(invitations)],
            cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "SKILLSNET_MAIL": f"smtp://127.0.0.1:{server.port}"},
        )  # fmt: skip
        if process.returncode:
            raise RuntimeError(process.stderr[-3000:])
        told = json.loads(process.stdout.splitlines()[-1])
        yield {"kills": told["kills"], "lives": told["lives"], **outcome(told["rows"], Counter(server.receivers))}


def outcome(rows: list[list[str]], arrivals: Counter[str]) -> dict[str, int]:
    """Return how invitations ended: rows of address, state and failure, against how often each address got a mail."""
    ends = Counter(_end(state, failure, arrivals[address]) for address, state, failure in rows)
    expected = ("arrived once", "shown as failed", "shown as uncertain")
    wrong = {end: count for end, count in ends.items() if end not in expected}
    return {"invitations": len(rows), **{end: ends[end] for end in expected}, "wrong": sum(wrong.values()), **wrong}


def _end(state: str, failure: str, arrival_count: int) -> str:
    if arrival_count > 1:
        return "arrived twice"
    if state == "bounced":
        return "shown as failed" if not arrival_count else "arrived and shown as failed"
    if failure == "uncertain":
        return "shown as uncertain"
    return "arrived once" if state == "sent" and arrival_count else f"{state} without a mail"


def _prepared(count: int) -> None:
    from django.conf import settings
    from tests.factories import make_organisation, make_person, make_project

    from skillsnet.calls.actions import index_projects
    from skillsnet.facets.filters import Filters
    from skillsnet.membership.actions import make_campaign, move_campaign
    from skillsnet.membership.enums import CampaignState
    from skillsnet.membership.mail_texts import default_text

    organisation = make_organisation()
    projects = [make_project(contact=make_person(), organisation=organisation) for _ in range(count)]
    index_projects([project.pk for project in projects])
    texts = {language: default_text(language) for language, _name in settings.LANGUAGES}
    site = "https://network.example.org"
    campaign = make_campaign(title="All", texts=texts, pace_an_hour=3_600, filters=Filters(), site=site, by=None)
    move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)


def _work() -> None:
    """Do what the worker does for invitations, again and again."""
    from skillsnet.membership.actions import follow_mails, send_waves
    from skillsnet.outbox.tasks import deliver_due

    while True:
        send_waves()
        deliver_due.func()
        follow_mails()
        _let_waits_pass()


def _let_waits_pass() -> None:
    from django.utils import timezone

    from skillsnet.membership.models import Campaign
    from skillsnet.outbox.models import MailMessage

    now = timezone.now()
    MailMessage.objects.filter(state="queued", next_try_at__gt=now).update(next_try_at=now)
    # A minute of the pace: sixty mails.
    Campaign.objects.filter(state="sending", wave_at__gt=now - timedelta(seconds=30)).update(
        wave_at=now - timedelta(minutes=1)
    )


def _after_a_kill() -> None:
    from django.utils import timezone

    from skillsnet.membership.actions import move_campaign
    from skillsnet.membership.enums import CampaignState
    from skillsnet.membership.models import Campaign
    from skillsnet.outbox.models import MailMessage

    MailMessage.objects.filter(state="sending").update(lease_until=timezone.now())
    _let_waits_pass()
    # A facilitator looks at what came back, and goes on.
    for campaign in Campaign.objects.filter(state=CampaignState.HALTED):
        move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)


def _is_anything_left() -> bool:
    from skillsnet.membership.models import Invitation

    return Invitation.objects.filter(state__in=["draft", "queued"]).exists()


def _live_and_be_killed(life_s: float) -> bool:
    """Work in a process of its own until it is killed; return whether it was at work then."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        # Whoever started this one is told nothing: the end is SIGKILL.
        with suppress(KeyboardInterrupt):
            _work()
        os._exit(1)
    time.sleep(life_s)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def main(count: int) -> None:
    """Invite so many people, kill the worker until nothing is left to do, and print what became of each."""
    from benchmarks.installation import prepare

    prepare()
    _prepared(count)
    from skillsnet.membership.models import Invitation

    chance, kills, lives = random.Random(SEED), 0, 0
    while _is_anything_left() and lives < MOST_LIVES:
        kills += _live_and_be_killed(chance.uniform(0.02, LONGEST_LIFE))
        lives += 1
        _after_a_kill()
    rows = list(Invitation.objects.order_by("pk").values_list("person__email", "state", "failure"))
    print(json.dumps({"kills": kills, "lives": lives, "rows": rows}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
