"""Reading what the platform holds about a member, for that member alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skillsnet.accounts.browsers import browsers_of
from skillsnet.accounts.models import Passkey, SignIn, User
from skillsnet.accounts.viewer import Viewer
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import NewsItem, Project
from skillsnet.classification.models import CorrectionRequest
from skillsnet.core.text.unmasked import withholding
from skillsnet.membership.models import Invitation, ProfileCheck
from skillsnet.membership.queries.looks import look_view, looks_at
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.models import Affiliation, Consent, Person
from skillsnet.participants.queries import connections_of
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_name, shown_value, website_of
from skillsnet.revisions.models import SUBJECT_COLUMNS, Revision

LABELS: Mapping[str, Promise] = {
    "act": _("Act"),
    "address": _("Mail address"),
    "answer": _("Answer"),
    "answered_at": _("Answered on"),
    "asked_at": _("Asked on"),
    "added_at": _("Added on"),
    "at": _("When"),
    "audience": _("Who sees it"),
    "body": _("Text"),
    "by": _("By"),
    "browser": _("Browser"),
    "claimed_at": _("Claimed on"),
    "confirmed_at": _("Confirmed on"),
    "country": _("Country"),
    "created_at": _("Stored since"),
    "email": _("Mail address"),
    "ended_at": _("Answered on"),
    "expires_at": _("Works until"),
    "field": _("Field"),
    "former_names": _("Former names"),
    "given_at": _("Given on"),
    "joined_at": _("Joined on"),
    "language": _("Language"),
    "last_login": _("Last signed in"),
    "made_at": _("Made on"),
    "name": _("Name"),
    "phone": _("Telephone"),
    "position": _("Position"),
    "reason": _("Reason"),
    "reminded_at": _("Reminded on"),
    "right": _("Right to edit"),
    "right_since": _("Right to edit since"),
    "role": _("Role"),
    "seen_on": _("Day"),
    "sent_at": _("Sent on"),
    "signed_in_at": _("Signed in on"),
    "source": _("Through what"),
    "state": _("State"),
    "stopped_at": _("Stopped on"),
    "subject": _("Subject"),
    "summary": _("Summary"),
    "system": _("System"),
    "title": _("Title"),
    "to": _("To"),
    "used_on": _("Last used on"),
    "website": _("Website"),
    "withdrawn_at": _("Withdrawn on"),
    "wording": _("Version of the words"),
    "wording_hash": _("SHA-256 of the words"),
}


@dataclass(frozen=True)
class DataValue:
    """One text, number, instant or nothing, with its name in the file and on the page."""

    key: str
    label: str
    value: object


@dataclass(frozen=True)
class DataSection:
    """What one kind of row holds, each row as values."""

    key: str
    label: str
    rows: tuple[tuple[DataValue, ...], ...]


def member_data(person: Person, user: User, viewer: Viewer) -> tuple[DataSection, ...]:
    """Return all sections; about twenty queries. Texts are as the member reads them, others' names masked."""
    people = list(Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).order_by("pk"))
    addresses = {user.email, *(profile.email for profile in people if profile.email)}
    return (
        _section("account", _("Account"), [_account(user)]),
        _section("profiles", _("Profile"), map(_profile, people)),
        _section("consents", _("Who sees what"), _consents(people)),
        _section("connections", _("Connections"), _connections(person, viewer)),
        _section("opened", _("What you show to connections"), _opened(person, viewer)),
        _section("organisations", _("Organisations"), _organisations(people, viewer)),
        _section("projects", _("Projects"), _projects(person, viewer)),
        _section("news", _("News that you wrote"), _news(user, viewer)),
        _section("changes", _("Changes by hand"), _changes(people, user)),
        _section("requests", _("Requests for other categories"), _requests(user)),
        _section("checks", _("Confirmations of the profile"), _checks(people)),
        _section("invitations", _("Invitations"), _invitations(people)),
        _section("mails", _("Mails"), _mails(addresses)),
        _section("looks", _("Who looked"), _looks(person)),
        _section("browsers", _("Where you are signed in"), _browsers(user)),
        _section("passkeys", _("Passkeys"), Passkey.objects.filter(user=user).values("name", "added_at", "used_on")),
        _section("sign_ins", _("Codes to sign in with"), _sign_ins(addresses)),
        _section("record", _("Record of what was done"), _record(people, user)),
    )


def as_json(sections: Iterable[DataSection]) -> dict[str, list[dict[str, object]]]:
    """Return the sections as they stand in the file: rows by section, values by key."""
    return {section.key: [{value.key: value.value for value in row} for row in section.rows] for section in sections}


def _section(key: str, label: Promise, rows: Iterable[Mapping[str, object]]) -> DataSection:
    values = tuple(tuple(DataValue(name, str(LABELS[name]), value) for name, value in row.items()) for row in rows)
    return DataSection(key, str(label), values)


def _account(user: User) -> dict[str, object]:
    return {
        "address": user.email,
        "name": user.name,
        "role": user.role,
        "joined_at": user.joined_at,
        "last_login": user.last_login,
    }


def _profile(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "position": person.position,
        "former_names": "; ".join(person.former_names),
        "created_at": person.created_at,
        "claimed_at": person.claimed_at,
    }


def _consents(people: list[Person]) -> Iterable[Mapping[str, object]]:
    fields = ("field", "audience", "wording", "wording_hash", "language", "source", "given_at", "withdrawn_at")
    return Consent.objects.filter(person__in=people).order_by("pk").values(*fields)


def _connections(person: Person, viewer: Viewer) -> Iterable[Mapping[str, object]]:
    """Return since when the member is connected, and with whom as far as that person shows their name."""
    for connection in connections_of(person):
        yield {"to": shown_value(connection.other(person), "name", viewer), "made_at": connection.made_at}


def _opened(person: Person, viewer: Viewer) -> Iterable[Mapping[str, object]]:
    for connection in connections_of(person):
        name = shown_value(connection.other(person), "name", viewer)
        for opening in connection.openings.all():
            if opening.person_id == person.pk:
                yield {"field": opening.field, "to": name, "given_at": opening.opened_at}


def _organisations(people: list[Person], viewer: Viewer) -> Iterable[Mapping[str, object]]:
    rows = Affiliation.objects.filter(person__in=people).select_related("organisation").order_by("organisation", "pk")
    return [
        {
            "name": organisation_name(row.organisation, viewer),
            "country": row.organisation.country,
            "website": website_of(row.organisation, viewer),
            "state": row.get_state_display(),
            "right": row.get_right_display(),
            "right_since": row.right_since,
        }
        for row in rows
    ]


def _projects(person: Person, viewer: Viewer) -> Iterable[Mapping[str, object]]:
    rows = Project.objects.current().filter(contact=person).order_by("pk")
    return [
        {"title": text_for(row.title, viewer), "summary": text_for(row.summary, viewer), "country": row.country}
        for row in rows
    ]


def _news(user: User, viewer: Viewer) -> Iterable[Mapping[str, object]]:
    for item in NewsItem.objects.filter(by=user).select_related("project").order_by("pk"):
        body = text_for(withholding(item.text, item.project.withheld), viewer)
        yield {"title": text_for(item.project.title, viewer), "body": body, "at": item.created_at}


def _changes(people: list[Person], user: User) -> Iterable[Mapping[str, object]]:
    """Return what was changed in the profile, and what the member changed elsewhere; the words stand there."""
    rows = Revision.objects.filter(Q(person__in=people) | Q(by=user)).order_by("pk")
    for row in rows.values("field", "made_at", *(f"{column}_id" for column in SUBJECT_COLUMNS)):
        subject = next(f"{column}:{row[f'{column}_id']}" for column in SUBJECT_COLUMNS if row[f"{column}_id"])
        yield {"subject": subject, "field": row["field"], "made_at": row["made_at"]}


def _requests(user: User) -> Iterable[Mapping[str, object]]:
    fields = ("reason", "at", "state", "answer", "answered_at")
    return CorrectionRequest.objects.filter(by=user).order_by("pk").values(*fields)


def _invitations(people: list[Person]) -> Iterable[Mapping[str, object]]:
    fields = ("state", "language", "made_at", "sent_at", "reminded_at", "expires_at", "ended_at")
    return Invitation.objects.filter(person__in=people).order_by("pk").values(*fields)


def _checks(people: list[Person]) -> Iterable[Mapping[str, object]]:
    fields = ("confirmed_at", "asked_at", "stopped_at")
    return ProfileCheck.objects.filter(person__in=people).order_by("pk").values(*fields)


def _mails(addresses: Iterable[str]) -> Iterable[Mapping[str, object]]:
    of_member = Q(pk__in=[])
    for address in addresses:
        of_member |= Q(to__iexact=address)
    return MailMessage.objects.filter(of_member).order_by("pk").values("to", "subject", "body", "state", "sent_at")


def _sign_ins(addresses: Iterable[str]) -> Iterable[Mapping[str, object]]:
    rows = SignIn.objects.filter(address__in=list(addresses)).order_by("pk")
    return rows.values("address", "created_at", "expires_at")


def _looks(person: Person) -> Iterable[Mapping[str, object]]:
    for look in looks_at(person):
        view = look_view(look)
        yield {"seen_on": view.day, "by": view.by, "field": view.fields, "source": view.channel}


def _browsers(user: User) -> Iterable[Mapping[str, object]]:
    return browsers_of(user.pk).values("browser", "system", "signed_in_at", "seen_on")


def _record(people: list[Person], user: User) -> Iterable[Mapping[str, object]]:
    subjects = [f"user:{user.pk}", *(f"person:{person.pk}" for person in people)]
    return (
        AuditRecord.objects.filter(Q(by_user=user.pk) | Q(subject__in=subjects))
        .order_by("pk")
        .values("act", "subject", "at")
    )
