"""One object of each kind in each of its states, for pages to be opened on."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db.models import TextChoices
from django.utils import timezone

from skillsnet.calls.enums import FieldKind, ProjectKind
from skillsnet.calls.models import Call, ExtraField
from skillsnet.classification.actions import start_annotation_round
from skillsnet.classification.enums import CorrectionState, RelearningState
from skillsnet.classification.models import BlindAnnotation, CorrectionRequest, Relearning
from skillsnet.intake.actions import commit, preview, start_run, take_file, undo
from skillsnet.intake.enums import WORKING, RunState
from skillsnet.intake.models import ImportRun
from skillsnet.membership.enums import CampaignState, InvitationState
from skillsnet.membership.models import Invitation
from skillsnet.outbox.enums import WITHOUT_WORDS, Failure, MailKind, MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.enums import AffiliationState, EditingRight, SameAnswer
from skillsnet.participants.models import Affiliation, Merge, SameQuestion
from skillsnet.publication.enums import PublicationState
from skillsnet.publication.models import Publication
from skillsnet.revisions.actions import remove, revise
from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition
from tests.factories import (
    make_call,
    make_invitation,
    make_organisation,
    make_person,
    make_project,
    make_round,
    make_user,
)

Arguments = dict[str, list[object]]
CSV = (
    b"Title,Organisation,Country,Note\nWelding by night,Atelier Ada,Kenya,a\nSewing by day,Forge Bo,Atlantis,b\n"
    b"Welding by night,Atelier Ada,Kenya,a\n,Forge Bo,Peru,c\n"
)


def _taken(file: BytesIO, call: Call) -> ImportRun:
    return take_file(file, name="export.csv", call=call, by=None)


def _read(file: BytesIO, call: Call) -> ImportRun:
    return start_run(file, name="export.csv", call=call, by=None)


def _compared(file: BytesIO, call: Call) -> ImportRun:
    return preview(_read(file, call))


def _written(file: BytesIO, call: Call) -> ImportRun:
    return commit(_compared(file, call), by=None)


def _undone(file: BytesIO, call: Call) -> ImportRun:
    return undo(_written(file, call), by=None)


# How far an import came before it got into a state: what it holds depends on it.
RUN_SHAPES: dict[str, Callable[[BytesIO, Call], ImportRun]] = {
    "taken": _taken, "read": _read, "compared": _compared, "written": _written, "undone": _undone,
}  # fmt: skip


def make_run(shape: str) -> ImportRun:
    """Return an import that came so far."""
    return RUN_SHAPES[shape](BytesIO(CSV), make_call())


def run_states() -> Iterator[dict[str, Any]]:
    """Yield the values of each state an import may be in; a fault may have stopped it in any of its works."""
    for state in RunState:
        for failed_state in WORKING if state == RunState.FAILED else ("",):
            yield {
                "state": state,
                "failed_state": failed_state,
                "fault": "So it is." if failed_state or state == RunState.REFUSED else "",
            }


def run_arguments(run: ImportRun) -> Arguments:
    """Return what the addresses of an import name."""
    row = run.rows.order_by("position").first()
    return {"run": [run.pk], "row": [run.pk, row.position if row else 10]}


def in_publication(state: PublicationState, edition: Edition) -> Arguments:
    """Make a publication in a state."""
    draft = start_draft(edition.taxonomy, by=None)
    now = timezone.now()
    times: dict[PublicationState, dict[str, Any]] = {
        PublicationState.CARRYING: {},
        PublicationState.PUBLISHED: {"published_at": now},
        PublicationState.UNDOING: {"published_at": now},
        PublicationState.UNDONE: {"published_at": now, "undone_at": now},
        PublicationState.STOPPED: {"problems": ["Something stands in the way."]},
    }
    made = Publication.objects.create(
        edition=draft, before=edition, state=state, object_until=timezone.localdate(), **times[state]
    )
    return {"publication": [made.pk], **_of_edition(draft)}


def in_relearning(state: RelearningState, edition: Edition) -> Arguments:
    """Make a relearning in a state, nothing of it counted yet."""
    fault = "DatabaseError" if state == RelearningState.FAILED else ""
    made = Relearning.objects.create(edition=edition, state=state, fault=fault)
    return {"relearning": [made.pk]}


def in_edition(state: EditionState, edition: Edition) -> Arguments:
    """Bring an edition into a state: the draft that follows, the one in force, or the one before it."""
    if state in (EditionState.PUBLISHED, EditionState.SUPERSEDED):
        found = Edition.objects.get(taxonomy=edition.taxonomy, state=state)
        return _of_edition(found)
    draft = start_draft(edition.taxonomy, by=None)
    until = timezone.localdate() + timedelta(days=9) if state == EditionState.OPEN else None
    Edition.objects.filter(pk=draft.pk).update(state=state, comment_until=until)
    return _of_edition(draft)


def _of_edition(edition: Edition) -> Arguments:
    slug, number = edition.taxonomy.slug, edition.number
    category = edition.categories.order_by("pk")[0]
    return {
        "draft": [slug, number], "draft_file": [slug, number, "xlsx"], "drafted": [slug, number, category.slug],
        "taxonomy": [slug], "whole": [slug, "json"], "number": [number], "download": [number, "ttl"],
        "edition": [number, category.slug], "place": [number, category.number], "slug": [category.slug],
    }  # fmt: skip


def in_mail(state: MailState, edition: Edition) -> Arguments:
    """Make a message in a state."""
    now, batch = timezone.now(), "letters" if state == MailState.DRAFT else ""
    of_state: dict[MailState, dict[str, object]] = {
        MailState.SENT: {"sent_at": now},
        MailState.QUEUED: {"queued_at": now, "next_try_at": now},
        MailState.SENDING: {"queued_at": now, "lease_until": now},
        MailState.FAILED: {"failure": Failure.REFUSED, "reply": "550 no such box"},
    }
    for kind in MailKind:
        body = "" if kind in WITHOUT_WORDS else "B"
        said = {"kind": kind, "state": state, "batch": batch, **of_state.get(state, {})}
        MailMessage.objects.create(to="bo@example.org", subject="S", body=body, **said)
    return {}


def in_invitation(state: InvitationState, edition: Edition) -> Arguments:
    """Bring an invitation into a state; of whoever declined, nobody is left."""
    invitation = make_invitation()
    has_ended = state in (InvitationState.CLAIMED, InvitationState.DECLINED, InvitationState.REVOKED)
    values = {
        "ended_at": timezone.now() if has_ended else None,
        "failure": Failure.REFUSED if state == InvitationState.BOUNCED else "",
        "person": None if state == InvitationState.DECLINED else invitation.person,
        "code_digest": "0" * 64 if state == InvitationState.HANDED_OVER else "",
    }
    Invitation.objects.filter(pk=invitation.pk).update(state=state, **values)
    return {"invitation": [invitation.pk], "person": [invitation.person_id]}


def in_campaign(state: CampaignState, edition: Edition) -> Arguments:
    """Make a round of invitations in a state, one of them to somebody who was removed since."""
    campaign = make_round(state=state, wave_at=timezone.now())
    for person in (make_person(), None):
        invitation = make_invitation()
        Invitation.objects.filter(pk=invitation.pk).update(campaign=campaign, person=person)
    return {"campaign": [campaign.pk]}


def in_answer(answer: SameAnswer, edition: Edition) -> Arguments:
    """Make a question whether two organisations are one, answered so, and a merge that stands or was undone."""
    left, right = make_organisation("Atelier"), make_organisation("Workshop")
    SameQuestion.objects.create(left=left, right=right, score=0.7, answer=answer)
    if answer != SameAnswer.OPEN:
        undone = timezone.now() if answer == SameAnswer.DIFFERENT else None
        merge = Merge.objects.create(survivor=left, duplicate=right, undone_at=undone)
        right.merged_into = None if undone else left
        right.save()
        return {"organisation": [left.pk], "merge": [merge.pk], "pair": [left.pk, right.pk]}
    return {"organisation": [left.pk], "pair": [left.pk, right.pk]}


def in_affiliation(state: AffiliationState, edition: Edition) -> Arguments:
    """Make a member's place in an organisation in a state, beside its owner's."""
    organisation, now = make_organisation("Atelier"), timezone.now()
    for number, right in ((1, EditingRight.OWNER), (2, "")):
        person = make_person(user=make_user(f"member{number}@example.org"), claimed_at=now)
        since, own_state = (now, AffiliationState.CONFIRMED) if right else (None, state)
        Affiliation.objects.create(
            person=person, organisation=organisation, state=own_state, right=right, right_since=since
        )
    return {"organisation": [organisation.pk]}


def in_correction(state: CorrectionState, edition: Edition) -> Arguments:
    """Make a member's request in a state."""
    project = make_project(categories=("life-skills",))
    answered = {"answered_at": timezone.now(), "accepted": False, "answer": "It stays."}
    values = {CorrectionState.OPEN: {}, CorrectionState.ANSWERED: answered}[state]
    by = make_user("ask@example.org")
    CorrectionRequest.objects.create(project=project, edition=edition, reason="Why?", state=state, by=by, **values)
    return {"project": [project.pk]}


def in_kind(kind: ProjectKind, edition: Edition) -> Arguments:
    """Make a project, or an organisation that names none, beside one that was removed."""
    project = make_project(kind=kind, categories=("life-skills",))
    remove(make_project(kind=kind), by=None)
    revise(project, {"title": "Atelier"}, by=None)
    return {"project": [project.pk], "organisation": [project.organisation_id], "edited": ["projects", project.pk]}


def in_field(kind: FieldKind, edition: Edition) -> Arguments:
    """Make an extra field of a kind whose column no file has."""
    separator = ";" if kind == FieldKind.SEVERAL else ""
    field = ExtraField.objects.create(slug="sector", labels={}, kind=kind, separator=separator, audience="public")
    return {"field": [field.slug]}


def in_annotation_round(is_closed: bool, edition: Edition) -> Arguments:
    """Make an annotation round that is open or closed, without any label."""
    make_project(categories=("life-skills",))
    annotation = start_annotation_round(edition, title="First", size=2, by=make_user("cy@example.org").pk)
    if is_closed:
        BlindAnnotation.objects.filter(pk=annotation.pk).update(closed_at=timezone.now())
    return {"annotation_round": [annotation.pk]}


# The states of each kind of object, how one is brought into each, and the kinds of arguments of its addresses.
Scene = Callable[[Any, Edition], Arguments]
SCENES: dict[type[TextChoices], Scene] = {
    PublicationState: in_publication,
    RelearningState: in_relearning,
    EditionState: in_edition,
    MailState: in_mail,
    InvitationState: in_invitation,
    CampaignState: in_campaign,
    AffiliationState: in_affiliation,
    SameAnswer: in_answer,
    CorrectionState: in_correction,
    FieldKind: in_field,
    ProjectKind: in_kind,
}
# Rows have pages of their own only within their import, whose scenes hold rows of every outcome.
OF_ROWS = {("intake", "ImportRow", "state"), ("intake", "ImportRow", "kind")}
# What these fields say is no stage of an object's life: a page is opened for one of them elsewhere.
NO_LIFE = {
    ("calls", "Link", "kind"),
    ("classification", "OpenQuestion", "kind"),
    ("outbox", "MailMessage", "kind"),
    # A browser's own: tests/accounts/test_sign_in.py goes through each of them.
    ("accounts", "SignIn", "state"),
    ("taxonomy", "Correspondence", "kind"),
    # On no page but the list of an organisation, which shows those of one state alone.
    ("matching", "OrganisationSuggestion", "state"),
}


def stateful_fields() -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield each field of a model that names a state, with its values."""
    for model in apps.get_models():
        if not model.__module__.startswith("skillsnet."):
            continue
        for field in model._meta.get_fields():
            if getattr(field, "choices", None) and field.name in ("state", "answer", "kind"):
                yield model._meta.app_label, model.__name__, field.name, [value for value, _ in field.choices]  # type: ignore[union-attr]
