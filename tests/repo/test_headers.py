"""What every answer carries: a strict policy, an id, and no cache for private pages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

PAGES = ["home", "directory", "map", "categories", "account_login"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(client: Client, name: str) -> None:
    policy = client.get(reverse(name))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.replace("https:", "")


def test_private_pages_are_kept_by_no_cache(facilitator_client: Client, client: Client) -> None:
    for name in ("facilitate", "outbox", "review_queue", "home", "directory"):
        assert "no-store" in facilitator_client.get(reverse(name))["Cache-Control"], name
    assert "no-store" not in client.get(reverse("home")).get("Cache-Control", "")


@pytest.mark.django_db
def test_an_answer_carries_its_number_and_the_error_page_shows_it(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"X-Request-Id": "abcdef0123456789"})
    assert (answer.status_code, answer["X-Request-Id"]) == (404, "abcdef0123456789")
    assert client.get("/nowhere/", headers={"X-Request-Id": "bad\nid"})["X-Request-Id"] != "bad\nid"


@pytest.mark.medium
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/directory/?q=%00", "/map/?country=%00", "/directory/?page=-1", "/directory/?page=1e20", "/directory/?q=%ff",
     "/map/?selected=99999999999999999999999", "/map/?selected=-1", "/directory/?q=%22NEAR(*", "/countries/zz/",
     "/projects/9223372036854775808/", "/projects/99999999999999999999999/", "/directory/?category=%ed%a0%80"],
)  # fmt: skip
def test_odd_addresses_are_answered_and_never_break(client: Client, address: str) -> None:
    assert client.get(address).status_code < 500


def test_a_form_without_its_token_changes_nothing(db: None) -> None:
    token = Client(enforce_csrf_checks=True)
    assert token.post(reverse("set_language"), {"language": "fr"}).status_code == 403


@pytest.mark.medium
def test_production_settings_pass_djangos_own_check(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SKILLSNET_MODE": "production",
        "SKILLSNET_DATA": str(tmp_path),
        "SKILLSNET_SECRET_KEY": "k3y" * 30 + "-!Ab9_zZ",
        "SKILLSNET_HOSTS": "network.example.org",
        "SKILLSNET_MAIL": "smtp://mail.example.org:587",
        "SKILLSNET_MAIL_FROM": "network@example.org",
        "DJANGO_SETTINGS_MODULE": "skillsnet.config.settings",
    }
    for name in ("SKILLSNET_DATABASE", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "skillsnet", "check", "--deploy", "--fail-level", "WARNING"]
    checked = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
