"""What the categories leave to a facilitator: projects that nobody has confirmed, and requests of members."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.classification.queries import pending_count
from skillsnet.classification.queries.queue import open_corrections
from skillsnet.taxonomy.queries import current_edition
from skillsnet.web.waiting_work import WaitingLine


def waiting_lines() -> Iterator[WaitingLine]:
    """Yield the projects whose categories need somebody, and the requests of members."""
    yield _pending_line()
    yield _corrections_line()


def _pending_line() -> WaitingLine:
    count = pending_count()
    sentence = ngettext(
        "%(number)d project needs its categories confirmed.",
        "%(number)d projects need their categories confirmed.",
        count,
    )
    address = reverse("review_queue")
    return WaitingLine(
        "categories", count, sentence % {"number": count}, _("Open the review queue"), address, follows_import=True
    )


def _corrections_line() -> WaitingLine:
    edition = current_edition()
    count = open_corrections(edition).count() if edition else 0
    sentence = ngettext(
        "%(number)d member asks for other categories.", "%(number)d members ask for other categories.", count
    )
    address = reverse("corrections")
    return WaitingLine("corrections", count, sentence % {"number": count}, _("Answer the requests"), address)
