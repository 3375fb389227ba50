"""Reading the outbox."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from skillsnet.outbox.enums import NEXT, MailKind, MailState
from skillsnet.outbox.models import MailMessage


@dataclass(frozen=True)
class StateCount:
    """How many mails stand in one state."""

    state: str
    label: str
    count: int


def draft_count(batch: str) -> int:
    """Return how many mails of a batch wait for a facilitator to send them."""
    return MailMessage.objects.filter(batch=batch, state=MailState.DRAFT).count()


def mail_count_to(address: str) -> int:
    """Return how many mails to an address are kept."""
    return MailMessage.objects.filter(to__iexact=address).count()


def state_counts() -> list[StateCount]:
    """Return the states in which mails stand, in the order of a mail's life."""
    counts = dict(MailMessage.objects.order_by().values_list("state").annotate(count=Count("pk")))
    return [StateCount(state.value, str(state.label), counts[state]) for state in MailState if state in counts]


def mails_in(state: str) -> QuerySet[MailMessage]:
    """Return the mails in a state, or all where the word names none, newest first."""
    mails = MailMessage.objects.order_by("-created_at", "-pk")
    return mails.filter(state=state) if state in MailState.values else mails


def may_go_again() -> QuerySet[MailMessage]:
    """Return the letters that one click sends again; whoever needs a new code asks for one."""
    states = [state for state in (MailState.KEPT, MailState.FAILED) if MailState.QUEUED in NEXT[state]]
    return MailMessage.objects.filter(state__in=states, kind=MailKind.LETTER).exclude(body="")
