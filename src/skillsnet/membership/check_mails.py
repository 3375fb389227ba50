"""What the yearly question "is your profile still right?" says, made when it is sent."""

from django.urls import reverse

from skillsnet.membership.mail_texts import MailText, default_text, filled_in, language_for, values_for
from skillsnet.membership.models import ProfileCheck
from skillsnet.membership.tokens import check_signature, check_stop_signature
from skillsnet.outbox.actions import Letter
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import is_suppressed


def mail_words(mail_id: int) -> str | None:
    """Return the words of a question's mail, or nothing when nobody needs to be asked any more."""
    check = ProfileCheck.objects.select_related("person__user").filter(mail=mail_id).first()
    if check is None or check.asked_at is None or check.confirmed_at >= check.asked_at or check.stopped_at:
        return None
    user = check.person.user
    if user is None or not user.is_active or check.person.is_removed or is_suppressed(user.email):
        return None
    return check_letter(check, address=user.email).body


def mail_headers(mail_id: int) -> dict[str, str]:
    """Return the headers by which a mail program offers to stop the question with one click (RFC 8058)."""
    check = ProfileCheck.objects.filter(mail=mail_id).first()
    if check is None:
        return {}
    address = check.site + reverse("still_right_stop", args=[check_stop_signature(check)])
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def check_letter(check: ProfileCheck, *, address: str) -> Letter:
    """Return the question as it is read, with its link."""
    text = check_text(check.person)
    link = check.site + reverse("still_right", args=[check_signature(check)])
    values = values_for(check.person, language=language_for(check.person), link=link)
    return Letter(address, filled_in(text.subject, values), filled_in(text.body, values))


def check_text(person: Person) -> MailText:
    """Return the mail in the language in which a person is written to."""
    return default_text(language_for(person), "still_right")
