"""Where a request comes from: the one answer that limits and paces count by."""

import logging
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# One subscriber is given at least this much of IPv6, so that every address in it is one source.
IPV6_PREFIX = 64
UNKNOWN = "unknown"

Address = IPv4Address | IPv6Address

log = logging.getLogger(__name__)


def source_of(request: HttpRequest) -> str:
    """Return the visitor's address, for IPv6 its network; X-Forwarded-For counts only where trusted proxies wrote it.

    The header is read from the right, where the nearest proxy adds what it saw, up to the first address that is no
    trusted proxy: what stands left of that is the visitor's own claim.
    """
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if address is None:
        return UNKNOWN
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and not _is_trusted(address):
        _warn_once(_name(address))
        return _name(address)
    for hop in reversed(forwarded.split(",")):
        before = _address(hop)
        if before is None or not _is_trusted(address):
            break
        address = before
    return _name(address)


def _address(text: str) -> Address | None:
    """Return the address that a hop names, with or without its port, or nothing."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


def _is_trusted(address: Address) -> bool:
    return any(address in ip_network(network) for network in settings.TRUSTED_PROXIES)


def _name(address: Address) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, IPV6_PREFIX), strict=False))
    return str(address)


@lru_cache(maxsize=8)
def _warn_once(peer: str) -> None:
    """Tell the operator that a proxy is not named; once for a peer, since anybody may send the header."""
    log.warning("X-Forwarded-For from %s is not used: name your proxy in SKILLSNET_TRUSTED_PROXIES", peer)
