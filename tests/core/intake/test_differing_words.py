"""Two texts side by side: what differs is marked, what they share is cut short."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.differing_words import CONTEXT_CHARS, MarkedWords, differing_words

WORDS = ["night", "school", "for", "the", "mill", "workers", "of", "Tolan"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def test_the_words_that_differ_are_marked() -> None:
    left, right = differing_words("the old mill", "the new mill")
    assert left == (MarkedWords("the"), MarkedWords(" old", differs=True), MarkedWords(" mill"))
    assert right == (MarkedWords("the"), MarkedWords(" new", differs=True), MarkedWords(" mill"))


def test_what_both_share_is_cut_to_its_ends() -> None:
    shared = "we teach people " * 30
    left, _right = differing_words(f"{shared}at night", f"{shared}by day")
    assert len(left[0].text) <= CONTEXT_CHARS + 3
    assert (left[0].text[:2], left[1]) == ("… ", MarkedWords(" at night", differs=True))


def test_an_empty_side_marks_nothing() -> None:
    assert differing_words("", "new words") == ((), (MarkedWords("new words"),))
    assert differing_words("", "") == ((), ())


@given(left=TEXTS, right=TEXTS)
def test_short_texts_are_given_whole(left: str, right: str) -> None:
    sides = differing_words(left, right)
    assert tuple("".join(piece.text for piece in side) for side in sides) == (left, right)
    if left and right:
        assert any(piece.differs for side in sides for piece in side) == (left != right)
