"""Links and codes that a facilitator hands over to whoever no mail reaches, and typing such a code."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from skillsnet.accounts.sign_in import TooMany
from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.db.bulk import in_parts
from skillsnet.db.tallies import Allowance, count_one_more, current_count, key_of
from skillsnet.facets.filters import Filters
from skillsnet.membership.enums import InvitationState
from skillsnet.membership.mail_texts import language_for
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.handing_over import find_hand_over
from skillsnet.membership.queries.profiles import open_code
from skillsnet.membership.rules import why_not_hand_over
from skillsnet.membership.tokens import code_digest, code_of, new_nonce, token_digest, token_of
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import address_digest

# Shorter than a mailed link's: a paper lies about.
GOOD_FOR = timedelta(days=7)
# A room of people behind one address types codes at once, and each mistypes one now and then.
WRONG_FROM_ONE_SOURCE = Allowance(most=20, within_s=600)
# SQLite takes no more values in one statement.
ROWS_AT_ONCE = 400


@transaction.atomic
def hand_over(person: Person, *, site: str, by: int | None) -> Invitation:
    """Make a link and a code for a person, in the place of a former one; `Invalid` with the reason where not."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if reason := why_not_hand_over(person):
        raise Invalid([reason])
    invitation = Invitation.objects.filter(person=person, state=InvitationState.HANDED_OVER).first()
    invitation = invitation or Invitation(person=person, language=language_for(person))
    _prepare(invitation, digest=address_digest(person.email), nonce=_fresh_nonces(1)[0], site=site, by=by)
    invitation.save()
    record("membership.hand_over", subject=f"person:{person.pk}", by=by, invitation=invitation.pk)
    return invitation


@transaction.atomic
def hand_over_to(filters: Filters, *, site: str, by: int | None) -> int:
    """Make a link and a code for everybody behind a choice of projects whom no mail reaches; return how many.

    Whoever has one that works keeps it.
    """
    people = find_hand_over(filters).people
    invitations = []
    for recipient, nonce in zip(people, _fresh_nonces(len(people)), strict=True):
        language = recipient.language if recipient.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        invitation = Invitation(person_id=recipient.person_id, language=language)
        invitations.append(_prepare(invitation, digest=recipient.address_digest, nonce=nonce, site=site, by=by))
    # Whoever another facilitator gave one meanwhile keeps that one.
    Invitation.objects.bulk_create(invitations, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    if invitations:
        record("membership.hand_over_to", subject="invitations", by=by, invitations=len(invitations))
    return len(invitations)


def find_code(typed: str, *, source: str) -> Invitation | None:
    """Return the invitation whose profile a typed code opens, or nothing; `TooMany` after many wrong ones from there.

    Right codes are not counted, and while a source has to wait it is not told which are.
    """
    key = key_of("wrong-invitation-codes-from", source)
    count = current_count(key, allowed=WRONG_FROM_ONE_SOURCE)
    if count.number >= count.most:
        raise TooMany(count.ends_at)
    invitation = open_code(code_digest(typed))
    if invitation is None and count_one_more(key, allowed=WRONG_FROM_ONE_SOURCE).number == count.most:
        record("membership.codes_limited", subject="invitations", by=None)
    return invitation


def _prepare(invitation: Invitation, *, digest: str, nonce: str, site: str, by: int | None) -> Invitation:
    """Fill in what an invitation needs to be handed over; whoever made the latest link handed it over."""
    invitation.state, invitation.address_digest = InvitationState.HANDED_OVER, digest
    invitation.nonce, invitation.token_digest = nonce, token_digest(token_of(nonce))
    invitation.code_digest = code_digest(code_of(nonce))
    invitation.site, invitation.by_id = site, by
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + GOOD_FOR
    return invitation


def _fresh_nonces(number: int) -> list[str]:
    """Return so many nonces whose codes no invitation ever had; a code is short enough to come up twice."""
    nonces: dict[str, str] = {}
    while len(nonces) < number:
        further = {code_digest(code_of(nonce)): nonce for nonce in (new_nonce() for _ in range(number - len(nonces)))}
        former_digests = _former_digests(further)
        nonces |= {digest: nonce for digest, nonce in further.items() if digest not in former_digests}
    return list(nonces.values())


def _former_digests(digests: Iterable[str]) -> set[str]:
    digests_in_use: set[str] = set()
    for part in in_parts(sorted(digests), size=ROWS_AT_ONCE):
        digests_in_use |= set(
            Invitation.objects.filter(code_digest__in=part).order_by().values_list("code_digest", flat=True)
        )
    return digests_in_use
