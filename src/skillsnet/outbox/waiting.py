"""What the outbox leaves to a facilitator: mails that could not be sent."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.outbox.enums import MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.web.waiting_work import WaitingLine


def waiting_lines() -> Iterator[WaitingLine]:
    """Yield the mails that could not be sent."""
    count = MailMessage.objects.filter(state=MailState.FAILED).count()
    sentence = ngettext("%(number)d mail could not be sent.", "%(number)d mails could not be sent.", count)
    yield WaitingLine("mails", count, sentence % {"number": count}, _("View the outbox"), reverse("outbox"))
