"""Addresses that are neither stored nor written to any more: which ones, by a hash that only this platform can make."""

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from skillsnet.core.intake.keys import folded_name
from skillsnet.db.bulk import in_parts
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Suppression

# SQLite takes no more values in one question.
DIGESTS_A_QUERY = 900
MARKER_DIGITS = 16


def address_digest(address: str) -> str:
    """Return the keyed hash of an address, 64 hexadecimal digits; case and blanks around it do not matter."""
    key = address.strip().lower()
    return salted_hmac("skillsnet.participants.suppression", key, algorithm="sha256").hexdigest()


def name_marker(name: str) -> str:
    """Return what stands for a name in the keys by which rows are found again: a keyed hash, other for other names."""
    digest = salted_hmac("skillsnet.participants.names", folded_name(name), algorithm="sha256").hexdigest()
    return f"[{digest[:MARKER_DIGITS]}]"


def suppressed_addresses(addresses: Iterable[str]) -> dict[str, SuppressionReason]:
    """Return which of these addresses are suppressed, and why; one query for each 900."""
    by_digest: dict[str, list[str]] = {}
    for address in addresses:
        if address:
            by_digest.setdefault(address_digest(address), []).append(address)
    reasons: dict[str, SuppressionReason] = {}
    for part in in_parts(sorted(by_digest), size=DIGESTS_A_QUERY):
        rows = Suppression.objects.filter(digest__in=part).order_by("pk").values_list("digest", "reason")
        reasons |= {address: SuppressionReason(reason) for digest, reason in rows for address in by_digest[digest]}
    return reasons


def is_suppressed(address: str) -> bool:
    """Return whether nobody may write to an address any more."""
    return bool(suppressed_addresses([address]))
