"""Facilitators invite, see what came of it, send again and revoke."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import follow_mails, invite, resend, revoke
from skillsnet.membership.enums import NEXT, PENDING, InvitationState
from skillsnet.membership.mail_texts import PLACEHOLDERS, MailText, default_text, filled_in, why_not_use
from skillsnet.membership.models import Invitation
from skillsnet.outbox.actions import Letter, post
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person, Suppression
from skillsnet.participants.suppression import address_digest
from tests.factories import make_invitation, make_organisation, make_person, make_project
from tests.outbox.server import MailServer, serving, setting_of

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"


def test_every_state_has_its_place() -> None:
    assert set(NEXT) == set(InvitationState)
    assert set().union(*NEXT.values()) == set(InvitationState) - {InvitationState.DRAFT}
    assert all(InvitationState.REVOKED in NEXT[state] for state in PENDING)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_text_that_the_platform_brings_can_be_sent_and_is_filled_in(language: str) -> None:
    text = default_text(language)
    assert why_not_use(text) == []
    whole = filled_in(f"{text.subject}\n{text.body}", {name: f"«{name}»" for name in PLACEHOLDERS})
    assert "{" not in whole
    assert {f"«{name}»" for name in ("name", "project", "link", "network")} <= {
        f"«{name}»" for name in PLACEHOLDERS if f"«{name}»" in whole
    }


def test_a_wrong_placeholder_is_refused_by_name() -> None:
    reasons = " ".join(why_not_use(MailText("Hello {link}", "Dear {nom}, {name} {titel}")))
    assert "“{nom}”, “{titel}” is not a placeholder" in reasons
    assert "The text has no {link}" in reasons
    assert "Remove {link} from the subject" in reasons


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    assert filled_in("{name} {link}", {"name": "{link}", "link": "https://x"}) == "{link} https://x"


def test_a_facilitator_invites_and_sees_what_came_of_it(facilitator_client: Client, settings: Any) -> None:
    person = make_person("Ada Diállo", email="ada@example.org")
    project = make_project("Soudure", contact=person, language="fr", organisation=make_organisation("Atelier"))
    assert (
        reverse("invitation_new", args=[person.pk])
        in facilitator_client.get(f"/projects/{project.pk}/").content.decode()
    )
    page = facilitator_client.get(reverse("invitation_new", args=[person.pk])).content.decode()
    assert "Votre projet «\u00a0Soudure\u00a0»" in page
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        facilitator_client.post(reverse("invitation_new", args=[person.pk]), {"language": "es"})
        deliver_due.func()
    assert follow_mails() == 1
    listing = facilitator_client.get(reverse("invitations")).content.decode()
    assert "ada@example.org" in listing
    assert "Sent, no answer yet (1)" in listing
    assert "Su_proyecto" in str(server.arrived[0]["Subject"])
    assert Invitation.objects.get().by is not None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "has no mail address"),
        ({"claimed_at": timezone.now()}, "already a member"),
    ],
)
def test_who_cannot_be_invited_is_not(fields: dict[str, Any], sentence: str, facilitator_client: Client) -> None:
    person = make_person("Ada", **fields)
    address = reverse("invitation_new", args=[person.pk])
    assert sentence in facilitator_client.get(address).content.decode()
    assert facilitator_client.post(address, {"language": "en"}).status_code == 422
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice_or_after_they_declined() -> None:
    person = make_person("Ada")
    make_invitation(person)
    with pytest.raises(Invalid, match="already has an invitation"):
        make_invitation(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(person=person, language="en", site=SITE, nonce="n", token_digest="d")
    declined = make_person("Bo")
    Suppression.objects.create(digest=address_digest(declined.email), reason=SuppressionReason.NOT_ME)
    with pytest.raises(Invalid, match="Nobody may write to this address"):
        make_invitation(declined)


def test_a_refused_mail_is_a_bounce_that_can_be_sent_again(settings: Any) -> None:
    with serving(MailServer(lambda address: ("rcpt", "550 no such box"))) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = make_invitation()
        deliver_due.func()
    follow_mails()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.failure) == ("bounced", "refused")
    again = resend(invitation.pk, by=None)
    again.refresh_from_db()
    assert (again.state, again.failure, MailMessage.objects.count()) == ("queued", "", 2)


def test_what_nobody_answers_expires_and_what_is_revoked_is_not_sent(settings: Any) -> None:
    old = make_invitation()
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        revoked = make_invitation()
        revoke(revoked.pk, by=None)
        deliver_due.func()
    follow_mails()
    assert server.arrived == []
    assert set(Invitation.objects.values_list("state", flat=True)) == {"expired", "revoked"}
    with pytest.raises(Invalid, match="answered or ended"):
        revoke(revoked.pk, by=None)


def test_only_one_who_was_invited_again_has_a_mail_that_says_anything(settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = make_invitation()
        resend(invitation.pk, by=None)
        deliver_due.func()
    assert len(server.arrived) == 1
    assert sorted(MailMessage.objects.values_list("state", flat=True)) == ["failed", "sent"]


def test_the_list_is_searched_filtered_and_paged_in_as_many_queries_for_any_number(
    facilitator_client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make_invitation(make_person(f"Ada {number}"))
    address = reverse("invitations")
    # On the first look of a day it is noted who looked.
    facilitator_client.get(address)
    counts = []
    for query in ("", "?person=Ada+1"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            page = facilitator_client.get(address + query).content.decode()
        counts.append(len(captured))
        assert page.count("card__title") == (1 if query else 3)
    assert counts[0] == counts[1]
    assert "No invitation matches." in facilitator_client.get(f"{address}?state=claimed").content.decode()


def test_invite_refuses_what_was_claimed_meanwhile() -> None:
    person = make_person()
    Person.objects.filter(pk=person.pk).update(claimed_at=timezone.now())
    with pytest.raises(Invalid):
        invite(person, language="en", site=SITE, by=None)


def test_an_invitation_without_a_day_on_which_it_ends_is_refused() -> None:
    invitation = make_invitation()
    invitation.expires_at = None
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        invitation.save()


def test_a_mail_program_stops_the_mails_with_one_click(settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = make_invitation()
        deliver_due.func()
    message = server.arrived[0]
    address = str(message["List-Unsubscribe"]).replace("\r\n ", "").strip("<> ").removeprefix(SITE)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(address).status_code == 200
    assert not Suppression.objects.exists()
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    invitation.refresh_from_db()
    assert (Suppression.objects.get().reason, invitation.state) == ("no_mail", "revoked")
    assert Person.objects.filter(pk=invitation.person_id).exclude(email="").exists()
    assert browser.post(f"{address[:-2]}x/").status_code == 404


def test_other_mails_have_no_such_header(settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        post(Letter("ada@example.org", "Hello", "Hello."))
        deliver_due.func()
    assert server.arrived[0]["List-Unsubscribe"] is None
