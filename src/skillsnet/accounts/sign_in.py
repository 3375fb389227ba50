"""Signing in: asking for a code, sending it, and using it once."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django_tasks import task

from skillsnet.accounts.actions import make_member
from skillsnet.accounts.codes import is_code_of, mail_words
from skillsnet.accounts.enums import SignInState
from skillsnet.accounts.models import SignIn, User
from skillsnet.audit.actions import record
from skillsnet.db.tallies import Allowance, Count, count_one_more, key_of
from skillsnet.outbox.actions import Letter, post_code
from skillsnet.outbox.backend import print_letter
from skillsnet.outbox.tasks import deliver_soon

GOOD_FOR = timedelta(minutes=10)
# Kept for so long after they ended, for whoever asks why somebody could not sign in.
KEPT_FOR = timedelta(days=1)
MOST_TRIES = 5
# A room of people behind one address signs in at once; a person mistypes their address or waits badly.
FROM_ONE_SOURCE = Allowance(most=60, within_s=600)
FOR_ONE_ADDRESS_FROM_ONE_SOURCE = Allowance(most=5, within_s=600)
WRONG_FROM_ONE_SOURCE = Allowance(most=60, within_s=600)


# What the browser's session holds between the two steps: which request is its own, and where it wanted to go.
SIGN_IN_KEY, NEXT_PAGE_KEY = "sign_in", "sign_in_next"


class TooMany(Exception):
    """More was asked for than one source may; says from when on it may again."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many")
        self.until = until

    @property
    def seconds(self) -> int:
        """How long to wait, for the header `Retry-After`; one at least."""
        return max(1, ceil((self.until - timezone.now()).total_seconds()))


@dataclass(frozen=True)
class Use:
    """What entering a code came to: somebody who is signed in, or the tries that are left."""

    user: User | None
    tries_left: int


def about(address: str) -> str:
    """Return what the audit trail calls an address: a keyed hash, whether or not somebody has it."""
    return key_of("address", address.strip().lower())


def ask_for_code(address: str, *, source: str, instead_of: int | None = None, makes_account: bool = False) -> SignIn:
    """Have a code sent to whoever has this address, in the place of the one that this browser asked for before.

    The same reading and writing whether the address is known or not: only the worker looks. `makes_account` is for
    whoever was invited and wants to use an address that has no account yet.
    """
    address = address.strip().lower()
    beyond = [count for count in _counts(address, source) if not count.is_within]
    if beyond:
        raise TooMany(max(count.ends_at for count in beyond))
    with transaction.atomic():
        SignIn.objects.filter(pk=instead_of or 0, state=SignInState.ASKED).update(state=SignInState.REPLACED)
        sign_in = SignIn.objects.create(
            address=address,
            nonce=secrets.token_hex(32),
            language=get_language() or settings.LANGUAGE_CODE,
            expires_at=timezone.now() + GOOD_FOR,
            makes_account=makes_account,
        )
        transaction.on_commit(lambda: send_code.enqueue(sign_in.pk))
    return sign_in


def _counts(address: str, source: str) -> Iterator[Count]:
    """Count one more by source, and by address and source; nobody uses up what others may do elsewhere."""
    for counter_name, key, allowed in (
        ("source", key_of("codes-from", source), FROM_ONE_SOURCE),
        ("address and source", key_of("codes-for", address, source), FOR_ONE_ADDRESS_FROM_ONE_SOURCE),
    ):
        count = count_one_more(key, allowed=allowed)
        if count.is_first_beyond:
            record("accounts.codes_limited", subject=about(address), by=None, by_what=counter_name)
        yield count


@task()
def send_code(sign_in_id: int) -> bool:
    """Send the code where somebody active has the address, and return whether that was so."""
    with transaction.atomic():
        sign_in = SignIn.objects.select_for_update().filter(pk=sign_in_id, state=SignInState.ASKED, mail=None).first()
        if sign_in is None or not _may_sign_in(sign_in):
            return False
        with override(sign_in.language):
            subject = _("Your sign-in code")
        sign_in.mail = post_code(sign_in.address, subject=subject, good_until=sign_in.expires_at)
        sign_in.save(update_fields=["mail"])
        deliver_soon()
    if not settings.MAIL_SERVER:
        print_letter(Letter(sign_in.address, subject, mail_words(sign_in.mail.pk) or ""))
    return True


def _may_sign_in(sign_in: SignIn) -> bool:
    """Return whether a code for this address is of any use: somebody active has it, or an account may be made."""
    is_active = User.objects.filter(email=sign_in.address).order_by("pk").values_list("is_active", flat=True).first()
    return sign_in.makes_account if is_active is None else is_active


@transaction.atomic
def use_code(sign_in_id: int, typed: str, *, source: str) -> Use:
    """Use a code: the right one once, of however many that come at once; a wrong one takes a try away."""
    wrong = key_of("wrong-from", source)
    sign_in = SignIn.objects.select_for_update().filter(pk=sign_in_id).first()
    if sign_in is None or sign_in.state != SignInState.ASKED or sign_in.expires_at <= timezone.now():
        return Use(None, 0)
    is_right, user = is_code_of(sign_in, typed), User.objects.filter(email=sign_in.address).first()
    if is_right and user is None and sign_in.makes_account:
        user = make_member(sign_in.address)
    if is_right and user is not None and user.is_active:
        sign_in.state = SignInState.USED
        sign_in.save(update_fields=["state"])
        record("accounts.sign_in", subject=f"user:{user.pk}", by=user.pk)
        return Use(user, 0)
    sign_in.wrong_tries += 1
    is_over = sign_in.wrong_tries >= MOST_TRIES or not count_one_more(wrong, allowed=WRONG_FROM_ONE_SOURCE).is_within
    sign_in.state = SignInState.SPENT if is_over else sign_in.state
    sign_in.save(update_fields=["state", "wrong_tries"])
    record("accounts.sign_in_failed", subject=about(sign_in.address), by=None, tries=sign_in.wrong_tries)
    return Use(None, 0 if is_over else MOST_TRIES - sign_in.wrong_tries)


def wait_sentence(refusal: TooMany) -> str:
    """Return until when nobody at this source gets a code, as a sentence."""
    minutes = max(1, ceil((refusal.until - timezone.now()).total_seconds() / 60))
    sentence = ngettext(
        "Too many code requests came from your connection. Try again in %(count)d minute.",
        "Too many code requests came from your connection. Try again in %(count)d minutes.",
        minutes,
    )
    return sentence % {"count": minutes}


def forget_sign_ins() -> int:
    """Delete what was asked for a day ago, with its address; return how many."""
    return SignIn.objects.filter(expires_at__lt=timezone.now() - KEPT_FOR).delete()[0]
