"""A fault is told by its place, never by what it was about."""

from skillsnet.db.jobs import fault_location


def test_a_fault_is_told_by_its_place() -> None:
    try:
        raise ValueError("Ada's cell")
    except ValueError as error:
        location = fault_location(error)
    assert (location.startswith("ValueError test_faults.py:"), "Ada" in location) == (True, False)
