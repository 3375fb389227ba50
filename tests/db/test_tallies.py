"""How often something was done lately is counted exactly, also by many at once, and by nobody else's leave."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from skillsnet.db.models import Tally
from skillsnet.db.tallies import Allowance, count_one_more, forget_tallies, key_of

TWICE = Allowance(most=2, within_s=60)


@pytest.mark.django_db
def test_so_many_are_allowed_in_a_span_and_then_again_in_the_next() -> None:
    key = key_of("baking", "here")
    counts = [count_one_more(key, allowed=TWICE) for _ in range(4)]
    assert [count.is_within for count in counts] == [True, True, False, False]
    assert [count.is_first_beyond for count in counts] == [False, False, True, False]
    assert len({count.ends_at for count in counts}) == 1
    assert count_one_more(key_of("baking", "there"), allowed=TWICE).is_within
    Tally.objects.update(ends_at=timezone.now())
    assert count_one_more(key, allowed=TWICE).number == 1


@pytest.mark.django_db
def test_a_key_tells_nobody_whom_it_is_about() -> None:
    key = key_of("codes", "ruth@example.org", "192.0.2.7")
    # Whole parts of the address: the key is written in sixteen digits, of which three in a row may be any three.
    assert (key.startswith("codes:"), "ruth" in key, "192.0.2.7" in key) == (True, False, False)
    assert key == key_of("codes", "ruth@example.org", "192.0.2.7") != key_of("codes", "ruth@example.org192.0.2.7")


@pytest.mark.medium
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_counted_as_twenty() -> None:
    numbers: list[int] = []

    def count() -> None:
        try:
            numbers.append(count_one_more("many", allowed=TWICE).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=count) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 21))


@pytest.mark.django_db
def test_counts_go_when_their_time_is_over_and_no_sooner() -> None:
    now = timezone.now()
    Tally.objects.create(key="old", ends_at=now - timedelta(seconds=1))
    Tally.objects.create(key="fresh", ends_at=now + timedelta(minutes=1))
    assert (forget_tallies(), list(Tally.objects.values_list("key", flat=True))) == (1, ["fresh"])
