"""Invitations arrive once, or are shown as failed, though the mail server fails and the worker is killed."""

from collections import Counter

import pytest
from benchmarks.invitations import measure, outcome


@pytest.mark.slow
@pytest.mark.usefixtures("migrated_processes")
def test_each_invitation_arrives_once_or_says_why_not() -> None:
    (figures,) = measure(invitations=24)
    assert (figures["invitations"], figures["wrong"]) == (24, 0), figures
    assert figures["kills"] > 0
    assert figures["arrived once"] > 0


def test_what_arrived_twice_or_never_is_counted_as_wrong() -> None:
    rows = [
        ["a", "sent", ""], ["b", "sent", ""], ["c", "sent", ""], ["d", "queued", ""], ["e", "bounced", "refused"],
        ["f", "bounced", "refused"], ["g", "sent", "uncertain"], ["h", "sent", "uncertain"],
    ]  # fmt: skip
    found = outcome(rows, Counter(["a", "b", "b", "f", "g"]))
    assert found == {
        "invitations": 8, "arrived once": 1, "shown as failed": 1, "shown as uncertain": 2, "wrong": 4,
        "arrived twice": 1, "sent without a mail": 1, "queued without a mail": 1, "arrived and shown as failed": 1,
    }  # fmt: skip
