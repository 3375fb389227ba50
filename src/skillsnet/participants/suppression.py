"""Addresses that are neither stored nor written to any more: which ones, by a hash that only this platform can make."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
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


def standing_suppressions() -> QuerySet[Suppression]:
    """Return the suppressions that stand: those that nobody lifted."""
    return Suppression.objects.filter(lifted_at=None).order_by("pk")


def suppressed_digests() -> set[str]:
    """Return the hashes of all addresses that are suppressed; one query."""
    return set(standing_suppressions().values_list("digest", flat=True))


@dataclass(frozen=True)
class ErasingRules:
    """Which stored rows suppressions erase: until when a row was stored, and why it goes; None while it stands."""

    by_digest: Mapping[str, Sequence[tuple[datetime | None, SuppressionReason]]]

    def __bool__(self) -> bool:
        return bool(self.by_digest)

    def reasons_for(self, address: str, *, since: datetime) -> set[SuppressionReason]:
        """Return why a row with this address goes that was stored `since`; nothing where it stays."""
        rules = self.by_digest.get(address_digest(address), ())
        return {reason for until, reason in rules if until is None or since < until}


def erasing_rules(reasons: Collection[SuppressionReason]) -> ErasingRules:
    """Return what suppressions of these reasons erase in data that come from a backup; one query.

    One that was lifted erases what was stored before it was made, and leaves what its owner asked for afterwards.
    """
    by_digest: dict[str, list[tuple[datetime | None, SuppressionReason]]] = {}
    rows = Suppression.objects.filter(reason__in=reasons).order_by("pk")
    for digest, reason, made_at, lifted_at in rows.values_list("digest", "reason", "made_at", "lifted_at"):
        until = None if lifted_at is None else made_at
        by_digest.setdefault(digest, []).append((until, SuppressionReason(reason)))
    return ErasingRules(by_digest)


def suppressed_addresses(addresses: Iterable[str]) -> dict[str, SuppressionReason]:
    """Return which of these addresses are suppressed, and why; one query for each 900."""
    by_digest: dict[str, list[str]] = {}
    for address in addresses:
        if address:
            by_digest.setdefault(address_digest(address), []).append(address)
    reasons: dict[str, SuppressionReason] = {}
    for part in in_parts(sorted(by_digest), size=DIGESTS_A_QUERY):
        rows = standing_suppressions().filter(digest__in=part).values_list("digest", "reason")
        reasons |= {address: SuppressionReason(reason) for digest, reason in rows for address in by_digest[digest]}
    return reasons


def is_suppressed(address: str) -> bool:
    """Return whether nobody may write to an address any more."""
    return bool(suppressed_addresses([address]))
