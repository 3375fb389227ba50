"""Passkeys (WebAuthn): added by whoever just showed who they are, and signing in without an address or a code."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from skillsnet.accounts.models import Passkey, SignedInBrowser, User
from skillsnet.accounts.sign_in import TooMany
from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.db.tallies import Allowance, count_one_more, key_of
from skillsnet.outbox.actions import Letter, post
from skillsnet.outbox.tasks import deliver_soon

MOST_PASSKEYS: Final = 20
# Whoever adds a passkey signed in, or entered a code, so recently: a browser left open is not enough.
FRESH_FOR: Final = timedelta(minutes=10)
GOOD_FOR: Final = timedelta(minutes=5)
FROM_ONE_SOURCE: Final = Allowance(most=60, within_s=600)
# In the session: what a passkey is to sign, and since when somebody is known to be who they are.
ADDING_KEY, SIGN_IN_KEY, SHOWN_KEY = "passkey_adding", "passkey_sign_in", "shown_at"
_MOST_CHARACTERS: Final = 20_000


def is_fresh(request: HttpRequest) -> bool:
    """Return whether somebody signed in here, or entered a code, a few minutes ago."""
    now = timezone.now()
    if request.session.get(SHOWN_KEY, 0) > (now - FRESH_FOR).timestamp():
        return True
    signed_in = SignedInBrowser.objects.filter(session=request.session.session_key, user=request.user.pk)
    return signed_in.filter(signed_in_at__gt=now - FRESH_FOR).exists()


def passkeys_of(user_id: int) -> list[Passkey]:
    """Return somebody's passkeys, the first added first."""
    return list(Passkey.objects.filter(user=user_id).order_by("pk"))


def options_to_add(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what a browser needs to make a passkey that asks for no address."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(user.pk), name=user.email, display_name=user.name or user.email),
        credentials=[_credential(passkey) for passkey in passkeys_of(user.pk)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _keep(request, ADDING_KEY, state)
    return dict(options)


def options_to_sign_in(request: HttpRequest, *, source: str) -> dict[str, Any]:
    """Return what a browser needs to sign in with whichever passkey its owner has."""
    count = count_one_more(key_of("passkeys-from", source), allowed=FROM_ONE_SOURCE)
    if not count.is_within:
        raise TooMany(count.ends_at)
    options, state = _server(request).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    _keep(request, SIGN_IN_KEY, state)
    return dict(options)


def add_passkey(request: HttpRequest, user: User, *, name: str, answer: str) -> Passkey:
    """Keep the public half of a passkey that a browser made just now, and tell its owner by mail."""
    state = _stored_state(request, ADDING_KEY)
    try:
        credential = _server(request).register_complete(state, _parsed(answer)).credential_data
        if credential is None:
            raise ValueError
    except _FAULTS as error:
        raise Invalid([_("The passkey was not added. Try again on this page.")]) from error
    try:
        return _store(user, " ".join(name.split())[:60], credential)
    except IntegrityError as error:
        raise Invalid([_("This passkey has been added already.")]) from error


@transaction.atomic
def _store(user: User, name: str, credential: AttestedCredentialData) -> Passkey:
    User.objects.select_for_update().get(pk=user.pk)
    if Passkey.objects.filter(user=user).count() >= MOST_PASSKEYS:
        sentence = _("You have %(count)d passkeys, and can have no more. Remove one first.")
        raise Invalid([sentence % {"count": MOST_PASSKEYS}])
    passkey = Passkey.objects.create(
        user=user,
        name=name or _("Passkey"),
        credential_id=websafe_encode(credential.credential_id),
        public_key=websafe_encode(bytes(credential)),
    )
    record("accounts.add_passkey", subject=f"user:{user.pk}", by=user.pk)
    _tell(
        user,
        _("A passkey was added to your account"),
        _("The passkey “%(name)s” was added to your account in %(network)s. It can be used to sign in."),
        passkey.name,
    )
    return passkey


def rename_passkey(pk: int, name: str, *, by: int) -> bool:
    """Give somebody's passkey another name, and return whether they have it."""
    stored_name = " ".join(name.split())[:60]
    if not stored_name:
        raise Invalid([_("Enter a name for the passkey.")])
    return bool(Passkey.objects.filter(pk=pk, user=by).update(name=stored_name))


@transaction.atomic
def remove_passkey(pk: int, user: User) -> bool:
    """Remove somebody's passkey, tell them by mail, and return whether they had it."""
    passkey = Passkey.objects.select_for_update().filter(pk=pk, user=user).first()
    if passkey is None:
        return False
    passkey.delete()
    record("accounts.remove_passkey", subject=f"user:{user.pk}", by=user.pk)
    _tell(
        user,
        _("A passkey was removed from your account"),
        _("The passkey “%(name)s” was removed from your account in %(network)s. It no longer signs in."),
        passkey.name,
    )
    return True


def user_of_passkey(request: HttpRequest, answer: str) -> User | None:
    """Return who signed in with a passkey; nobody where it is not known, is no longer theirs, or signed wrongly."""
    state = _stored_state(request, SIGN_IN_KEY)
    try:
        response = AuthenticationResponse.from_dict(_parsed(answer))
        return _checked(_server(request), state, response)
    except _FAULTS:
        record("accounts.passkey_failed", subject="passkey", by=None)
        return None


@transaction.atomic
def _checked(server: Fido2Server, state: Mapping[str, Any], response: AuthenticationResponse) -> User:
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    passkey = rows.filter(credential_id=websafe_encode(response.raw_id)).first()
    if passkey is None or not passkey.user.is_active:
        raise ValueError
    handle = response.response.user_handle
    if handle is None or not constant_time_compare(handle, _handle(passkey.user_id)):
        raise ValueError
    server.authenticate_complete(state, [_credential(passkey)], response)
    count = response.response.authenticator_data.counter
    # Two devices with one key count apart (WebAuthn, 6.1.1); those that do not count say 0 for ever.
    if passkey.sign_count and count <= passkey.sign_count:
        raise ValueError
    passkey.sign_count, passkey.used_on = count, timezone.localdate()
    passkey.save(update_fields=["sign_count", "used_on"])
    record("accounts.sign_in", subject=f"user:{passkey.user_id}", by=passkey.user_id, through="passkey")
    return passkey.user


# What a made-up answer of a browser leads to inside of the library.
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, IndexError, NotImplementedError)


def _server(request: HttpRequest) -> Fido2Server:
    origin = request.build_absolute_uri("/").removesuffix("/")
    host = request.get_host()
    entity = PublicKeyCredentialRpEntity(id=host.rpartition(":")[0] or host, name=_network())
    return Fido2Server(entity, verify_origin=lambda signed_for: signed_for == origin)


def _network() -> str:
    return str(settings.NETWORK_NAME)


def _handle(user_id: int) -> bytes:
    """Return what a device knows somebody by: it says nothing about them to whoever finds the device."""
    return salted_hmac("skillsnet.accounts.passkeys", str(user_id), algorithm="sha256").digest()


def _credential(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(passkey.public_key))


def _keep(request: HttpRequest, key: str, state: Mapping[str, Any]) -> None:
    request.session[key] = {**state, "until": (timezone.now() + GOOD_FOR).timestamp()}


def _stored_state(request: HttpRequest, key: str) -> Mapping[str, Any]:
    """Return what was to be signed, once; what is too old is signed by nobody."""
    state: dict[str, Any] = request.session.pop(key, None) or {}
    return state if state.get("until", 0) > timezone.now().timestamp() else {}


def _parsed(answer: str) -> dict[str, Any]:
    value = json.loads(answer) if len(answer) <= _MOST_CHARACTERS else None
    if not isinstance(value, dict):
        raise TypeError
    return value


def _tell(user: User, subject: str, sentence: str, name: str) -> None:
    after = _(
        "If this was not you, sign in with a code, sign out everywhere else and remove the passkeys you do not know."
    )
    body = sentence % {"name": name, "network": _network()}
    post(Letter(user.email, subject, f"{body}\n\n{after}\n"))
    deliver_soon()
