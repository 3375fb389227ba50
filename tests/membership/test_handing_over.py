"""Links and codes for whoever no mail reaches: handed over by facilitators, used once, hashed, and hard to guess."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.codes import LENGTH, LETTERS
from skillsnet.accounts.codes import code_of as sign_in_code_of
from skillsnet.accounts.models import SignIn, User
from skillsnet.core.errors import Invalid
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions import (
    LinkUnusable,
    claim,
    decline,
    follow_mails,
    hand_over,
    hand_over_to,
    handing_over,
    revoke,
)
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.handing_over import find_hand_over
from skillsnet.membership.queries.profiles import open_code
from skillsnet.membership.tokens import code_digest, code_of, token_of
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person, Suppression
from skillsnet.participants.suppression import address_digest
from tests.factories import make_handed_over, make_invitation, make_organisation, make_person, make_project, make_user
from tests.membership.conftest import Opened, link_of

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"
CODE = "/claim/code/"


def _bounced(name: str = "Bo") -> Person:
    person = make_person(name)
    Invitation.objects.filter(pk=make_invitation(person).pk).update(state="bounced", failure="refused")
    return person


def _typed(code: str, browser: Client | None = None) -> Any:
    return (browser or Client()).post(CODE, {"code": code})


def test_the_code_has_eight_letters_that_are_not_mistaken_for_others() -> None:
    codes = {code_of(f"nonce {number}") for number in range(500)}
    letters = set("".join(codes)) - {"-"}
    assert (len(codes), {len(code.replace("-", "")) for code in codes}, LENGTH) == (500, {8}, 8)
    assert letters == set(LETTERS)
    assert not letters & set("AEIOUY0123456789")


def test_a_code_opens_the_profile_as_its_link_does_however_it_is_typed() -> None:
    invitation = make_handed_over()
    code = code_of(invitation.nonce)
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
        browser = Client()
        assert _typed(typed, browser)["Location"] == "/claim/"
        assert "Ada Lovelåce" in browser.get("/claim/").content.decode()
    browser = Client()
    browser.get(link_of(invitation))
    assert "Ada Lovelåce" in browser.get("/claim/").content.decode()


def test_neither_code_nor_token_stands_in_the_database_or_can_be_computed_from_it(
    facilitator_client: Client, settings: Any
) -> None:
    invitation = make_handed_over()
    code, token = code_of(invitation.nonce), token_of(invitation.nonce)
    held = "".join(str(row) for model in apps.get_models() for row in model._default_manager.order_by("pk").values())
    assert [word for word in (code, code.replace("-", ""), token) if word in held] == []
    assert invitation.code_digest in held
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert [word for word in (code, token) if word in page] == []
    settings.SECRET_KEY = "another key than the one before"
    assert (code_digest(code) == invitation.code_digest, code_of(invitation.nonce) == code) == (False, False)


@pytest.mark.usefixtures("_at_once")
def test_whoever_was_handed_a_code_shows_an_address_first_and_then_claims() -> None:
    invitation = make_handed_over()
    browser = Client()
    _typed(code_of(invitation.nonce), browser)
    page = browser.get("/claim/").content.decode()
    assert ("Claim my profile</button>" in page, "Enter your mail address first." in page) == (False, True)
    assert browser.post("/claim/").status_code == 422
    assert not User.objects.exists()
    browser.post("/claim/address/", {"email": "ada@elsewhere.example.org"})
    browser.post("/accounts/login/code/", {"code": sign_in_code_of(SignIn.objects.get())})
    assert browser.post("/claim/")["Location"] == "/profile/"
    person = Person.objects.get()
    assert person.user is not None
    assert (person.user.email, person.email) == ("ada@elsewhere.example.org", "ada@elsewhere.example.org")
    invitation.refresh_from_db()
    assert invitation.state == "claimed"
    assert _typed(code_of(invitation.nonce)).status_code == 422


def test_a_bounced_address_gives_way_to_the_one_that_works() -> None:
    person = _bounced()
    invitation = hand_over(person, site=SITE, by=None)
    user = make_user("bo@works.example.org")
    with pytest.raises(Invalid, match="Enter your mail address"):
        claim(invitation.token_digest, by=None)
    claim(invitation.token_digest, by=user.pk)
    person.refresh_from_db()
    assert person.email == "bo@works.example.org"


@pytest.mark.parametrize("what", ["used", "expired", "revoked", "replaced", "changed address", "unknown"])
def test_a_code_that_opens_nothing_is_answered_alike(what: str) -> None:
    invitation = make_handed_over()
    code = code_of(invitation.nonce)
    if what == "used":
        claim(invitation.token_digest, by=make_user("ada@example.org").pk)
    elif what == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif what == "revoked":
        revoke(invitation.pk, by=None)
    elif what == "replaced":
        hand_over(Person.objects.get(), site=SITE, by=None)
    elif what == "changed address":
        Person.objects.update(email="ada@example.org")
    else:
        code = "BCDF-GHJK"
    answer = _typed(code)
    assert answer.status_code == 422
    assert "This code opens no profile." in answer.content.decode()
    assert open_code(code_digest(code)) is None


@pytest.mark.medium
def test_wrong_codes_are_limited_and_the_page_says_when_to_come_back() -> None:
    invitation = make_handed_over()
    most = handing_over.WRONG_FROM_ONE_SOURCE.most
    browser = Client()
    assert {_typed("BCDF-GHJK", browser).status_code for _try in range(most)} == {422}
    refused = _typed(code_of(invitation.nonce), browser)
    assert (refused.status_code, "Try again in 10 minutes." in refused.content.decode()) == (429, True)
    assert 540 < int(refused["Retry-After"]) <= 600
    assert Client(REMOTE_ADDR="198.51.100.7").post(CODE, {"code": code_of(invitation.nonce)}).status_code == 302


@pytest.mark.medium
def test_right_codes_are_not_counted() -> None:
    code = code_of(make_handed_over().nonce)
    assert {_typed(code).status_code for _try in range(handing_over.WRONG_FROM_ONE_SOURCE.most + 5)} == {302}


def test_nothing_is_written_by_opening_the_page_and_no_link_leads_to_it(client: Client) -> None:
    assert client.get("/claim/")["Location"] == CODE
    page = client.get(CODE)
    assert (page.status_code, "no-store" in page["Cache-Control"]) == (200, True)
    assert client.post(CODE, {"code": ""}).status_code == 422


def test_a_person_has_one_live_token_and_a_new_one_ends_the_former() -> None:
    first = make_handed_over()
    person, former = Person.objects.get(), (first.token_digest, code_of(first.nonce))
    second = hand_over(person, site=SITE, by=None)
    assert (second.pk, Invitation.objects.count()) == (first.pk, 1)
    with pytest.raises(LinkUnusable):
        claim(former[0], by=make_user("eve@example.org").pk)
    assert _typed(former[1]).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(person=person, language="en", site=SITE, nonce="n", token_digest="d")


def test_it_works_for_a_week_and_then_it_is_expired(facilitator_client: Client) -> None:
    invitation = make_handed_over()
    assert invitation.expires_at is not None
    assert timedelta(days=6.9) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    assert follow_mails() == 1
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert ("Expired (1)" in page, "Hand over a code" in page, "Send again" in page) == (True, True, False)
    again = hand_over(Person.objects.get(), site=SITE, by=None)
    assert (again.pk == invitation.pk, again.state) == (False, "handed_over")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("member", "already a member"),
        ("removed", "has been removed"),
        ("mailed", "has an invitation by mail"),
        ("address", "has a mail address"),
        ("suppressed", "Nobody may write"),
    ],
)
def test_who_can_be_reached_otherwise_or_said_no_gets_no_code(
    what: str, sentence: str, facilitator_client: Client
) -> None:
    person = make_person("Ada")
    if what == "member":
        Person.objects.update(claimed_at=timezone.now())
    elif what == "removed":
        Person.objects.update(is_removed=True)
    elif what == "mailed":
        make_invitation(person)
    elif what == "suppressed":
        Suppression.objects.create(digest=address_digest(person.email), reason=SuppressionReason.NO_MAIL)
    count = Invitation.objects.count()
    address = reverse("hand_over", args=[person.pk])
    assert sentence in facilitator_client.get(address).content.decode()
    assert sentence in facilitator_client.post(address, follow=True).content.decode()
    assert Invitation.objects.count() == count


def test_a_facilitator_makes_a_code_and_sees_who_handed_it_over_and_when(facilitator_client: Client) -> None:
    person = make_person("Ada Diállo", email="")
    make_project("Soudure", contact=person, language="fr", organisation=make_organisation("Atelier"))
    assert (
        reverse("hand_over", args=[person.pk])
        in facilitator_client.get(reverse("invitation_new", args=[person.pk])).content.decode()
    )
    address = reverse("hand_over", args=[person.pk])
    assert not Invitation.objects.exists()
    page = facilitator_client.post(address, follow=True)
    invitation = Invitation.objects.get()
    text = page.content.decode()
    assert code_of(invitation.nonce) in text
    assert token_of(invitation.nonce) in text
    assert ("<svg" in text, 'lang="fr"' in text, "no-store" in page["Cache-Control"]) == (True, True, True)
    assert invitation.by is not None
    listing = facilitator_client.get(reverse("invitations")).content.decode()
    assert f"Handed over by <bdi>{invitation.by.email}</bdi> on" in listing
    assert "Handed over, no answer yet (1)" in listing


def test_a_bounced_invitation_offers_the_hand_over(facilitator_client: Client) -> None:
    person = _bounced()
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert reverse("hand_over", args=[person.pk]) in page
    hand_over(person, site=SITE, by=None)
    assert set(Invitation.objects.values_list("state", flat=True)) == {"bounced", "handed_over"}


@pytest.mark.medium
def test_a_selection_gets_codes_for_whom_no_mail_reaches_and_each_keeps_theirs(facilitator_client: Client) -> None:
    without, bounced, reachable = make_person("Zzwithout", email=""), _bounced("Zzbounced"), make_person("Zzreachable")
    elsewhere = make_person("Zzelsewhere", email="")
    for person in (without, bounced, reachable):
        make_project(contact=person, country="PE", language="es")
    make_project(contact=elsewhere, country="KE")
    address = f"{reverse('hand_over_sheet')}?country=PE"
    page = facilitator_client.get(address).content.decode()
    assert ("2 people of these projects" in page, "1 person can be invited by mail." in page) == (True, True)
    sheet = facilitator_client.post(address, follow=True).content.decode()
    codes = {row.person_id: code_of(row.nonce) for row in Invitation.objects.filter(state="handed_over")}
    assert set(codes) == {without.pk, bounced.pk}
    assert [name for name in ("Zzwithout", "Zzbounced", "Zzreachable", "Zzelsewhere") if name in sheet] == [
        "Zzwithout",
        "Zzbounced",
    ]
    assert (sheet.count('class="qr-code"'), [code in sheet for code in codes.values()]) == (2, [True, True])
    assert hand_over_to(Filters.from_query(QueryDict("country=PE")), site=SITE, by=None) == 0
    assert {row.person_id: code_of(row.nonce) for row in Invitation.objects.filter(state="handed_over")} == codes


@pytest.mark.medium
def test_the_sheet_takes_as_many_queries_for_any_number(facilitator_client: Client) -> None:
    address, counts = reverse("hand_over_sheet"), []
    for number in (1, 4):
        for _person in range(number):
            make_project(contact=make_person(email=""), organisation=make_organisation())
        hand_over_to(Filters(), site=SITE, by=None)
        with CaptureQueriesContext(connection) as captured:
            facilitator_client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_choosing_takes_as_many_queries_for_any_number() -> None:
    counts = []
    for number in (1, 4):
        for _person in range(number):
            make_project(contact=make_person(email=""))
        with CaptureQueriesContext(connection) as captured:
            find_hand_over(Filters())
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("reason", "is_there"), [("removed", False), ("not_me", True)])
def test_whoever_has_no_address_declines_and_nobody_else_is_touched(
    reason: str, is_there: bool, opened: Opened
) -> None:
    person, other = make_person("Zzada", email=""), make_person("Bo", email="")
    invitation = make_handed_over(person)
    second = make_handed_over(other)
    browser = opened(invitation)
    assert "Mail address" not in browser.get("/claim/decline/").content.decode()
    answer = browser.post("/claim/decline/", {"reason": reason}).content.decode()
    assert "The code no longer works." in answer
    assert Person.objects.filter(name="Zzada").exists() == is_there
    second.refresh_from_db()
    assert (second.state, Person.objects.filter(name="Bo").exists()) == ("handed_over", True)
    assert (Suppression.objects.count(), Invitation.objects.get(pk=invitation.pk).state) == (0, "declined")


def test_a_bounced_person_who_declines_is_suppressed_as_others_are() -> None:
    invitation = hand_over(_bounced(), site=SITE, by=None)
    decline(invitation.token_digest, reason=SuppressionReason.REMOVED)
    assert (Suppression.objects.count(), Person.objects.count()) == (1, 0)


def test_a_code_that_was_drawn_before_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_handed_over()
    nonces = iter([first.nonce, "another"])
    monkeypatch.setattr(handing_over, "new_nonce", lambda: next(nonces))
    second = make_handed_over(make_person(email=""))
    assert (second.nonce, second.code_digest == first.code_digest) == ("another", False)


def test_members_and_visitors_make_no_codes(client: Client, member_client: Client) -> None:
    person = make_person(email="")
    for address in (reverse("hand_over", args=[person.pk]), reverse("hand_over_sheet")):
        assert (client.post(address).status_code, member_client.post(address).status_code) == (302, 404)
    assert not Invitation.objects.exists()
