"""The states of a publication are a table in which every state has its place."""

from skillsnet.publication.enums import NEXT, UNDER_WAY, PublicationState


def test_every_state_has_its_place_and_what_is_under_way_ends() -> None:
    assert set(NEXT) == set(PublicationState)
    assert set().union(*NEXT.values()) == set(PublicationState) - {PublicationState.CARRYING}
    assert all(NEXT[state] for state in UNDER_WAY)
