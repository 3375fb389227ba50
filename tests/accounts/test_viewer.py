"""Who is looking: a role counts while its account is open."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import ANYONE, viewer_for

pytestmark = pytest.mark.django_db


def test_a_disabled_facilitator_is_anyone_in_every_place_that_asks(facilitator: User) -> None:
    assert viewer_for(facilitator).is_facilitator
    assert facilitator.is_facilitator
    facilitator.is_active = False
    assert viewer_for(facilitator) == ANYONE
    assert not facilitator.is_facilitator


def test_the_session_of_a_disabled_facilitator_opens_nothing(facilitator: User, facilitator_client: Client) -> None:
    assert facilitator_client.get(reverse("facilitate")).status_code == 200
    User.objects.filter(pk=facilitator.pk).update(is_active=False)
    assert facilitator_client.get(reverse("facilitate")).status_code != 200
    assert facilitator_client.get(reverse("imports")).status_code == 302
