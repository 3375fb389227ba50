"""What the tests of membership share: links as they are mailed, and browsers that opened one."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from skillsnet.membership.models import Invitation
from skillsnet.membership.tokens import token_of

Opened = Callable[[Invitation], Client]


@pytest.fixture
def _at_once() -> Iterator[None]:
    """Do what follows a commit at the end of each request, as outside of a test's transaction."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "on_commit", lambda follow, using=None, robust=False: follow())
        yield


def link_of(invitation: Invitation) -> str:
    """Return the address that the invitation's mail holds."""
    return reverse("claim_link", args=[token_of(invitation.nonce)])


@pytest.fixture
def opened() -> Opened:
    """Return a fresh browser that opened an invitation's link."""

    def browser_with(invitation: Invitation) -> Client:
        browser = Client()
        browser.get(link_of(invitation))
        return browser

    return browser_with
