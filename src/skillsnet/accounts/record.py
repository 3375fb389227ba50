"""Reading the audit trail: what is recorded of people's acts, and in which words a facilitator reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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
    "accounts.add_passkey": gettext_lazy("Added a passkey"),
    "accounts.remove_passkey": gettext_lazy("Removed a passkey"),
    "accounts.passkey_failed": gettext_lazy("A passkey did not sign in"),
    "accounts.sign_out_browser": gettext_lazy("Signed out in another browser"),
    "accounts.sign_out_elsewhere": gettext_lazy("Signed out in all other browsers"),
    "accounts.sign_in_failed": gettext_lazy("Entered a wrong code"),
    "accounts.codes_limited": gettext_lazy("Asked for too many codes"),
    "accounts.make_facilitator": gettext_lazy("Made a facilitator"),
    "accounts.make_member": gettext_lazy("Became a member"),
    "accounts.end_role": gettext_lazy("Ended the facilitator role"),
    "accounts.revoke_sessions": gettext_lazy("Signed out everywhere"),
    "accounts.switch_off": gettext_lazy("Switched an account off"),
    "accounts.switch_on": gettext_lazy("Switched an account on"),
    "membership.allow_again": gettext_lazy("Allowed invitations to an address again"),
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
    rows = AuditRecord.objects.filter(act__startswith=kind).order_by("-at", "-pk")
    return rows.filter(_of(person)) if person else rows


def account_records(*, kind: str = "", person: str = "") -> QuerySet[AuditRecord]:
    """Return what is recorded of accounts and consents, newest first; all of it where the word names no kind."""
    acts = [kind] if kind in KINDS else list(KINDS)
    return audit_records(person=person).filter(act__in=acts)


def _of(email: str) -> Q:
    """Return the condition that a record is by a person, about their account, or about their address."""
    address = email.strip().lower()
    is_about_address = Q(subject=about(address))
    person = User.objects.filter(email=address).first()
    return (
        is_about_address if person is None else is_about_address | Q(by_user=person.pk) | Q(subject=f"user:{person.pk}")
    )


def records(audit_rows: Iterable[AuditRecord]) -> list[Record]:
    """Return records as they are read, with the addresses of accounts that stand; one query."""
    rows = list(audit_rows)
    numbers = {row.by_user for row in rows if row.by_user is not None}
    numbers |= {number for row in rows if (number := _user_of(row.subject))}
    people = dict(User.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "email"))
    return [
        Record(
            at=row.at,
            kind=str(KINDS.get(row.act, row.act)),
            by=_address_of(row.by_user, people),
            about=_address_of(_user_of(row.subject), people) or _subject(row.subject),
        )
        for row in rows
    ]


def who_changed(subject: str, *, acts: Iterable[str]) -> list[tuple[dict[str, object], str]]:
    """Return what each act about a subject holds, in their order, and the address of who did it; one query."""
    account = User.objects.filter(pk=OuterRef("by_user")).values("email")
    audit_rows = AuditRecord.objects.filter(subject=subject, act__in=list(acts)).order_by("at", "pk")
    rows = audit_rows.annotate(email=Subquery(account)).values_list("detail", "by_user", "email")
    return [
        (detail, _address_of(number, {number: email} if number is not None and email else {}))
        for detail, number, email in rows
    ]


def _user_of(subject: str) -> int | None:
    kind, _colon, number = subject.partition(":")
    return whole_number(number) if kind == "user" else None


def _address_of(number: int | None, people: dict[int, str]) -> str:
    if number is None:
        return ""
    return people.get(number) or _("Account %(number)d (deleted)") % {"number": number}


def _subject(subject: str) -> str:
    kind, _colon, number = subject.partition(":")
    if kind == "person":
        return _("Person %(number)s") % {"number": number}
    return _("The address is not stored. To find its records, filter by the mail address.")
