"""Asking members once a year whether their profile is still right, and keeping what they answer."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.membership.check_mails import check_letter
from skillsnet.membership.models import ProfileCheck
from skillsnet.membership.queries.checks import due_checks
from skillsnet.outbox.actions import post_check
from skillsnet.outbox.tasks import deliver_soon
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import is_suppressed

# The mail is of no use once this has passed; the link answers until the next question.
MAIL_GOOD_FOR = timedelta(days=14)
# So many at a time, every ten minutes: nobody's mail server takes a whole network at once.
MOST_AT_ONCE = 100


@transaction.atomic
def ask_members() -> int:
    """Queue the yearly question to the members for whom it is due, and return to how many; done by the housekeeping.

    Whoever does not answer is not asked again for a year. Where no mail server is set, members' own pages ask.
    """
    if settings.MAIL_SERVER is None or not due_checks(timezone.now()).exists():
        return 0
    rows = due_checks(timezone.now()).select_for_update(of=("self",), skip_locked=True)[:MOST_AT_ONCE]
    return sum(_ask(check) for check in rows)


def _ask(check: ProfileCheck) -> bool:
    check.asked_at = timezone.now()
    user = check.person.user
    can_be_asked = user is not None and not is_suppressed(user.email)
    if user is not None and can_be_asked:
        subject = check_letter(check, address=user.email).subject
        check.mail = post_check(user.email, subject=subject, good_until=check.asked_at + MAIL_GOOD_FOR)
        deliver_soon()
    check.save(update_fields=["asked_at", "mail"])
    return can_be_asked


def confirm_profile(person: Person, *, site: str = "") -> None:
    """Write that a member says that their profile is right, as of now."""
    values = {"confirmed_at": timezone.now(), **({"site": site} if site else {})}
    ProfileCheck.objects.update_or_create(person=person, defaults=values)
    record("membership.confirm_profile", subject=f"person:{person.pk}", by=person.user_id)


@transaction.atomic
def stop_checks(check: ProfileCheck) -> None:
    """Ask this member by mail no more; their own page still does."""
    rows = ProfileCheck.objects.filter(pk=check.pk, stopped_at=None)
    if rows.update(stopped_at=timezone.now()):
        record("membership.stop_checks", subject=f"person:{check.person_id}", by=None)
