"""Reading whom no mail reaches in a choice of projects, and what is printed for those who have a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import Project
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import filtered_projects
from skillsnet.membership.enums import PENDING, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.recipients import Recipient, unreachable_digests
from skillsnet.membership.tokens import code_of, token_of
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest, suppressed_digests
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import contact_card, organisation_name


@dataclass(frozen=True)
class HandOverChoice:
    """The people behind a choice of projects whom no mail reaches, and how many are left out, by the reason."""

    people: tuple[Recipient, ...]
    handed_over: int
    members: int
    by_mail: int
    invited: int
    suppressed: int


@dataclass(frozen=True)
class HandOverCard:
    """What one person is handed: a code and a link, in their language, and until when they work."""

    id: int
    person_id: int
    name: str
    organisation: str
    project: str
    language: str
    code: str
    link: str
    page: str
    expires_at: datetime | None


def find_hand_over(filters: Filters) -> HandOverChoice:
    """Return for whom codes can be made in a choice of projects; five queries, whatever the number. O(people)."""
    projects = filtered_projects(filters)
    language_of = dict(projects.exclude(contact=None).order_by("pk").values_list("contact_id", "language"))
    pending = dict(Invitation.objects.filter(state__in=PENDING).order_by().values_list("person_id", "state"))
    unreachable = unreachable_digests()
    suppressed = suppressed_digests()
    counts = dict.fromkeys(("handed_over", "members", "by_mail", "invited", "suppressed"), 0)
    people: list[Recipient] = []
    rows = Person.objects.filter(projects__in=projects, is_removed=False).order_by("pk").distinct()
    fields = ("pk", "email", "user_id", "claimed_at")
    for pk, email, user_id, claimed_at in rows.values_list(*fields).iterator(chunk_size=5000):
        digest = address_digest(email)
        reason = (
            "members" if user_id is not None or claimed_at is not None
            else "handed_over" if pending.get(pk) == InvitationState.HANDED_OVER
            else "invited" if pk in pending
            else "suppressed" if email and digest in suppressed
            else "by_mail" if email and digest not in unreachable
            else ""
        )  # fmt: skip
        if reason:
            counts[reason] += 1
        else:
            people.append(Recipient(pk, digest, language_of.get(pk, "")))
    return HandOverChoice(tuple(people), **counts)


def live_codes(filters: Filters) -> QuerySet[Invitation]:
    """Return what was handed over to the people behind a choice of projects, and still opens something."""
    contacts = filtered_projects(filters).exclude(contact=None).order_by().values("contact")
    live = Invitation.objects.filter(state=InvitationState.HANDED_OVER, expires_at__gt=timezone.now())
    return _with_people(live.filter(person__in=contacts)).order_by("pk")


def live_code(person: Person) -> Invitation | None:
    """Return what was handed over to a person, where it still opens something."""
    live = Invitation.objects.filter(person=person, state=InvitationState.HANDED_OVER, expires_at__gt=timezone.now())
    return _with_people(live).order_by("pk").first()


def _with_people(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return rows.select_related("person", "by").prefetch_related("person__consents")


def hand_over_cards(invitations: Iterable[Invitation], viewer: Viewer) -> list[HandOverCard]:
    """Return what people are handed, named as the viewer may see them, with the latest of their projects; one query."""
    pairs = [(invitation, invitation.person) for invitation in invitations if invitation.person is not None]
    projects = Project.objects.current().filter(contact__in=[person for _invitation, person in pairs])
    latest = {project.contact_id: project for project in projects.select_related("organisation").order_by("pk")}
    return [
        _card(invitation, person, latest.get(person.pk), name=contact_card(person, viewer).name)
        for invitation, person in pairs
    ]


def _card(invitation: Invitation, person: Person, project: Project | None, *, name: str) -> HandOverCard:
    is_spoken = invitation.language in dict(settings.LANGUAGES)
    return HandOverCard(
        id=invitation.pk,
        person_id=person.pk,
        name=name,
        organisation=organisation_name(project.organisation, ANYONE) if project else "",
        project=text_for(project.title, ANYONE) if project else "",
        language=invitation.language if is_spoken else settings.LANGUAGE_CODE,
        code=code_of(invitation.nonce),
        link=invitation.site + reverse("claim_link", args=[token_of(invitation.nonce)]),
        page=invitation.site.partition("://")[2] + reverse("claim"),
        expires_at=invitation.expires_at,
    )
