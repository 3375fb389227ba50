"""Codes to sign in: made of the platform's secret key when they are needed, and kept nowhere."""

import re
from typing import Final

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillsnet.accounts.enums import SignInState
from skillsnet.accounts.models import SignIn

# No vowels, so that no word comes out, and nothing that looks like something else: 20 ** 8 codes.
LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH: Final = 8
_NOT_CODE = re.compile(r"[\W_]+")


def code_of(sign_in: SignIn) -> str:
    """Return the code of a request to sign in, such as BCDF-GHJK."""
    return code_from(
        salted_hmac("skillsnet.accounts.codes", f"{sign_in.pk}:{sign_in.nonce}", algorithm="sha256").digest()
    )


def code_from(digest: bytes) -> str:
    """Return the code that a digest makes, such as BCDF-GHJK."""
    number, letters = int.from_bytes(digest, "big"), ""
    for _position in range(LENGTH):
        number, letter_index = divmod(number, len(LETTERS))
        letters += LETTERS[letter_index]
    return f"{letters[: LENGTH // 2]}-{letters[LENGTH // 2 :]}"


def is_code_of(sign_in: SignIn, typed: str) -> bool:
    """Return whether this is the code, whatever its case and its dashes; takes as long for every code."""
    return constant_time_compare(bare_code(typed), bare_code(code_of(sign_in)))


def mail_words(mail_id: int) -> str | None:
    """Return the words of a code's mail, or nothing when the code is of no use any more."""
    sign_in = SignIn.objects.filter(mail=mail_id, state=SignInState.ASKED, expires_at__gt=timezone.now()).first()
    if sign_in is None:
        return None
    with override(sign_in.language):
        instruction = _("Enter this code on the page where you asked for it:")
        after = _("This code is valid for ten minutes. If you did not ask for this code, ignore this mail.")
    return f"{instruction}\n\n{code_of(sign_in)}\n\n{after}\n"


def bare_code(typed: str) -> str:
    """Return a code as it is compared: without dashes and blanks, in capital letters."""
    return _NOT_CODE.sub("", typed).upper()
