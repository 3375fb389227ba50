"""What an action refuses, and no view caught, becomes a page with the action's own sentences."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from skillsnet.config import urls
from skillsnet.core.errors import Denied, Invalid

pytestmark = pytest.mark.django_db


def denied(request: HttpRequest) -> HttpResponse:
    """Refuse whoever asks."""
    raise Denied("Only Ada may open <this>.")


def invalid(request: HttpRequest) -> HttpResponse:
    """Refuse what is asked, for two reasons."""
    raise Invalid(["Row 3 is closed.", "Row 4 is closed."])


def broken(request: HttpRequest) -> HttpResponse:
    """Fail by a fault of ours."""
    raise LookupError("Ada's words")


urlpatterns = [path("denied/", denied), path("invalid/", invalid), path("broken/", broken), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture(autouse=True)
def planted(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.test_refusals"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("address", "status", "sentences"),
    [
        ("/denied/", 403, ["You do not have access to this page", "<p>Only Ada may open &lt;this&gt;.</p>"]),
        ("/invalid/", 400, ["This cannot be done", "<p>Row 3 is closed.</p><p>Row 4 is closed.</p>"]),
    ],
)
def test_a_refusal_is_a_page_with_its_sentences(
    client: Client, method: str, address: str, status: int, sentences: list[str]
) -> None:
    response = getattr(client, method)(address)
    page = response.content.decode()
    assert response.status_code == status
    assert [sentence for sentence in sentences if sentence not in page] == []
    assert "Request number:" in page


def test_any_other_exception_stays_a_fault_of_ours(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken/")
    assert (response.status_code, "Ada" in response.content.decode()) == (500, False)


def test_a_refusal_for_a_signed_in_person_is_kept_by_no_cache(facilitator_client: Client) -> None:
    assert "no-store" in facilitator_client.get("/denied/")["Cache-Control"]
