"""Invitations while workers are killed: `python -m tests.membership.worker INVITATIONS KILLS`; prints JSON.

A round is started, and workers queue and deliver it one after the other. The first KILLS of them kill themselves with
SIGKILL after a few mails, right before or right after the server took one, or in the middle of a wave.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

SEED = 17
MOST_WORKERS = 500


def main(invitations: int, kills: int) -> None:
    """Draft the round, send it to its end, and print what the platform says of each address."""
    from benchmarks.installation import prepare

    prepare()
    from django.db import connections

    campaign_id = _make_round(invitations)
    chance = random.Random(SEED)
    killed = 0
    for number in range(MOST_WORKERS):
        if not _is_under_way():
            break
        _pass_time(campaign_id)
        connections.close_all()
        point = chance.choice(("before", "after", "wave")) if number < kills else ""
        killed += _work(point, after=chance.randint(0, 9)) == -signal.SIGKILL
    from skillsnet.membership.models import Invitation

    rows = Invitation.objects.order_by("pk").values_list("person__email", "state", "failure")
    print(json.dumps({"killed": killed, "results": {email: [state, failure] for email, state, failure in rows}}))  # noqa: T201


def _make_round(invitations: int) -> int:
    from skillsnet.calls.models import Call, Project
    from skillsnet.facets.filters import Filters
    from skillsnet.membership.actions import make_campaign, move_campaign
    from skillsnet.membership.enums import CampaignState
    from skillsnet.membership.mail_texts import MailText
    from skillsnet.participants.models import Person

    call = Call.objects.create(slug="call", title="Call")
    people = Person.objects.bulk_create(
        Person(name=f"Person {number}", email=f"person{number}@example.org", key=f"mail:{number}")
        for number in range(invitations)
    )
    Project.objects.bulk_create(
        Project(call=call, key=str(person.pk), title="Welding", contact=person) for person in people
    )
    texts = {"en": MailText("Hello", "{link}")}
    values: dict[str, Any] = {"title": "Round", "texts": texts, "pace_an_hour": 2000, "site": "https://x.example.org"}
    campaign = make_campaign(**values, filters=Filters(), by=None)
    move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)
    return campaign.pk


def _is_under_way() -> bool:
    from skillsnet.membership.models import Invitation

    return Invitation.objects.filter(state__in=["draft", "queued"]).exists()


def _pass_time(campaign_id: int) -> None:
    """Let leases end, mails that were put off come due, and the pace allow the next wave."""
    from django.utils import timezone

    from skillsnet.membership.models import Campaign
    from skillsnet.outbox.models import MailMessage

    now = timezone.now()
    MailMessage.objects.filter(state="sending").update(lease_until=now)
    MailMessage.objects.filter(state="queued").update(next_try_at=now)
    # Whether too many came back is another test's: here the server refuses more than a real one.
    Campaign.objects.filter(pk=campaign_id).update(
        state="sending", wave_at=now - timedelta(minutes=2), judged_after=1_000_000
    )


def _work(point: str, *, after: int) -> int:
    child = os.fork()
    if child == 0:
        _deliver(point, after=after)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _deliver(point: str, *, after: int) -> None:
    from skillsnet.membership.actions import campaigns, follow_mails, send_waves
    from skillsnet.outbox import tasks

    if point == "wave":
        campaigns.post_mail = _dying(campaigns.post_mail, after=after)
    elif point:
        tasks.hand_over = _dying(tasks.hand_over, after=after, is_done_first=point == "after")
    send_waves()
    tasks.deliver_due.func()
    follow_mails()


def _dying(act: Callable[..., Any], *, after: int, is_done_first: bool = False) -> Callable[..., Any]:
    """Return what does the same some times, and then kills its process before or after it did so once more."""
    calls = iter(range(after + 1))

    def dies(*arguments: Any, **keywords: Any) -> Any:
        if next(calls) < after:
            return act(*arguments, **keywords)
        if is_done_first:
            act(*arguments, **keywords)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    return dies


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
