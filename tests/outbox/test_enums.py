"""The states of a mail are a table in which every state has its place."""

from skillsnet.outbox.enums import NEXT, UNDER_WAY, MailState


def test_every_state_has_its_place_and_what_is_under_way_ends() -> None:
    assert set(NEXT) == set(MailState)
    assert set().union(*NEXT.values()) == set(MailState) - {MailState.DRAFT}
    assert all(NEXT[state] for state in UNDER_WAY)
