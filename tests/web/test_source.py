"""Where a request comes from: nobody chooses it, and nobody shares it behind a named proxy."""

from typing import Any

import pytest
from django.test import RequestFactory

from skillsnet.web.source import source_of

PROXIES = ["10.0.0.0/24", "2001:db8:aaaa::1"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "source"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        # A visitor's own header is a claim.
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        # What the visitor claimed stands left of what the proxy saw.
        ("10.0.0.5", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "203.0.113.9,198.51.100.1 , 10.0.0.9", "198.51.100.1"),
        ("10.0.0.5", "198.51.100.1:52000", "198.51.100.1"),
        # A claim that looks like a proxy is still left of the first address that is none.
        ("10.0.0.5", "10.0.0.7, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "10.0.0.8, 10.0.0.9", "10.0.0.8"),
        ("10.0.0.5", None, "10.0.0.5"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "198.51.100.1, nonsense", "10.0.0.5"),
        ("10.0.0.5", "nonsense, 198.51.100.1", "198.51.100.1"),
        ("2001:db8:aaaa::1", "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", None, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", None, "fe80::/64"),
        ("::ffff:10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("::ffff:192.0.2.7", None, "192.0.2.7"),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_the_source_is_the_last_hop_that_no_trusted_proxy_is(
    settings: Any, rf: RequestFactory, peer: str, forwarded: str | None, source: str
) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    sent = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert source_of(rf.get("/", REMOTE_ADDR=peer, **sent)) == source


def test_without_a_named_proxy_the_header_says_nothing(settings: Any, rf: RequestFactory) -> None:
    settings.TRUSTED_PROXIES = []
    assert source_of(rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1")) == "127.0.0.1"
