"""What membership leaves to a facilitator: imported people who must be told that the platform holds their data."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.membership.queries.untold import TELL_WITHIN, overdue_people
from skillsnet.web.waiting_work import WaitingLine


def waiting_lines() -> Iterator[WaitingLine]:
    """Yield the people who should have been told by now: by mail, or by hand where no mail reaches them."""
    people = overdue_people(timezone.now())
    for name, count, action, address in (
        ("untold by mail", people.by_mail, _("Invite them"), "campaign_new"),
        ("untold by hand", people.by_hand, _("Hand over codes"), "hand_over_sheet"),
    ):
        sentence = ngettext(
            "%(number)d contact person was imported more than %(days)d days ago and has not been told.",
            "%(number)d contact persons were imported more than %(days)d days ago and have not been told.",
            count,
        )
        yield WaitingLine(name, count, sentence % {"number": count, "days": TELL_WITHIN.days}, action, reverse(address))
