"""Letters that tell members where their projects went."""

from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillsnet.accounts.viewer import ANYONE, viewer_for
from skillsnet.audit.actions import record
from skillsnet.calls.models import Project
from skillsnet.outbox.actions import Letter, draft_letters, drop_drafts, send_drafts
from skillsnet.outbox.queries import draft_count
from skillsnet.outbox.tasks import deliver_soon
from skillsnet.participants.texts import text_for
from skillsnet.publication.models import ProjectTransfer, Publication
from skillsnet.publication.queries.transfers import change_sentences

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def batch_of(publication: Publication) -> str:
    """Return the name under which a publication's letters wait in the outbox."""
    return f"publication-{publication.pk}"


def draft_notices(publication: Publication) -> int:
    """Draft a letter to each member for whom something changed, and return how many; a facilitator sends them."""
    return draft_letters(batch_of(publication), _letters(publication))


@transaction.atomic
def send_notices(publication: Publication, *, by: int) -> int:
    """Send the letters, drafted anew as things stand now, and return how many; a repeat sends nothing twice."""
    if not draft_count(batch_of(publication)):
        return 0
    draft_notices(publication)
    count = send_drafts(batch_of(publication))
    deliver_soon()
    record("publication.send_notices", subject=f"edition:{publication.edition_id}", by=by, count=count)
    return count


def drop_notices(publication: Publication) -> int:
    """Delete the letters that were not sent yet."""
    return drop_drafts(batch_of(publication))


def _letters(publication: Publication) -> Iterator[Letter]:
    of_members = publication.transfers.filter(project__contact__user__is_active=True)
    visible = of_members.filter(project__in=Project.objects.current())
    by_language: dict[str, list[ProjectTransfer]] = defaultdict(list)
    for transfer in visible.select_related("project__contact__user").order_by("project_id"):
        by_language[language_of(transfer)].append(transfer)
    for language, transfers in sorted(by_language.items()):
        with override(language):
            for transfer, sentence in change_sentences(publication, transfers, language):
                yield _letter(publication, transfer, sentence)


def language_of(transfer: ProjectTransfer) -> str:
    """Return the language a member is written to: the project's, where the platform speaks it."""
    language = transfer.project.language
    return language if language in LANGUAGES else settings.LANGUAGE_CODE.split("-")[0]


def _letter(publication: Publication, transfer: ProjectTransfer, sentence: str) -> Letter:
    project = transfer.project
    contact = project.contact
    # The member reads their own project's title: their own name stands in it, nobody's address does.
    reader = viewer_for(contact.user) if contact and contact.user else ANYONE
    values = {
        "title": text_for(project.title, reader),
        "sentence": sentence,
        "day": date_format(publication.object_until, "DATE_FORMAT"),
        "page": f"{publication.site}/projects/{project.pk}/#own-categories",
    }
    body = _(
        "About your project “%(title)s”.\n\n%(sentence)s\n\nIf this is wrong, ask for a correction on your "
        "project’s page until %(day)s:\n%(page)s\n"
    )
    return Letter(
        to=contact.user.email if contact and contact.user else "",
        subject=_("The categories have changed: where your project is now"),
        body=body % values,
    )
