"""Reading the audit trail: what is recorded of people's acts, and in which words a facilitator reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.accounts.models import User
from skillsnet.accounts.sign_in import about
from skillsnet.audit.models import AuditRecord
from skillsnet.core.numbers import whole_number

# What is recorded of accounts and of consents; what else is recorded stands where it happened.
KINDS = {
    "accounts.sign_in": gettext_lazy("Signed in"),
    "accounts.sign_in_failed": gettext_lazy("Entered a wrong code"),
    "accounts.codes_limited": gettext_lazy("Asked for too many codes"),
    "accounts.make_facilitator": gettext_lazy("Made a facilitator"),
    "accounts.end_role": gettext_lazy("Ended the facilitator role"),
    "accounts.revoke_sessions": gettext_lazy("Signed out everywhere"),
    "accounts.switch_off": gettext_lazy("Switched an account off"),
    "accounts.switch_on": gettext_lazy("Switched an account on"),
    "calls.give_consent": gettext_lazy("Gave consent"),
    "calls.withdraw_consent": gettext_lazy("Withdrew consent"),
}


@dataclass(frozen=True)
class Record:
    """One record as a facilitator reads it; empty where nobody is known."""

    at: datetime
    kind: str
    by: str
    about: str


def audit_records(*, kind: str = "", person: str = "") -> QuerySet[AuditRecord]:
    """Return what is recorded, newest first: of acts that begin so, and of one person by the address of their mail."""
    found = AuditRecord.objects.filter(act__startswith=kind).order_by("-at", "-pk")
    return found.filter(_of(person)) if person else found


def account_records(*, kind: str = "", person: str = "") -> QuerySet[AuditRecord]:
    """Return what is recorded of accounts and consents, newest first; all of it where the word names no kind."""
    wanted = [kind] if kind in KINDS else list(KINDS)
    return audit_records(person=person).filter(act__in=wanted)


def _of(email: str) -> Q:
    """Return the condition that a record is by a person, about their account, or about their address."""
    address = email.strip().lower()
    asked = Q(subject=about(address))
    person = User.objects.filter(email=address).first()
    return asked if person is None else asked | Q(by_user=person.pk) | Q(subject=f"user:{person.pk}")


def records(found: Iterable[AuditRecord]) -> list[Record]:
    """Return records as they are read, with the addresses of accounts that stand; one query."""
    listed = list(found)
    numbers = {one.by_user for one in listed if one.by_user is not None}
    numbers |= {number for one in listed if (number := _user_of(one.subject))}
    people = dict(User.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "email"))
    return [
        Record(
            at=one.at,
            kind=str(KINDS.get(one.act, one.act)),
            by=_named(one.by_user, people),
            about=_named(_user_of(one.subject), people) or _subject(one.subject),
        )
        for one in listed
    ]


def who_changed(subject: str, *, acts: Iterable[str]) -> list[tuple[dict[str, Any], str]]:
    """Return what each act about a subject holds, in their order, and the address of who did it; one query."""
    account = User.objects.filter(pk=OuterRef("by_user")).values("email")
    found = AuditRecord.objects.filter(subject=subject, act__in=list(acts)).order_by("at", "pk")
    rows = found.annotate(email=Subquery(account)).values_list("detail", "by_user", "email")
    return [
        (detail, _named(number, {number: email} if number is not None and email else {}))
        for detail, number, email in rows
    ]


def _user_of(subject: str) -> int | None:
    kind, _colon, number = subject.partition(":")
    return whole_number(number) if kind == "user" else None


def _named(number: int | None, people: dict[int, str]) -> str:
    if number is None:
        return ""
    return people.get(number) or _("Account %(number)d (deleted)") % {"number": number}


def _subject(subject: str) -> str:
    kind, _colon, number = subject.partition(":")
    if kind == "person":
        return _("Person %(number)s") % {"number": number}
    return _("The address is not stored. To find its records, filter by the mail address.")
