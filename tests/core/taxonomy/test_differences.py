"""What came and went between two texts and two editions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.core.taxonomy.differences import MAX_COMPARED_WORDS, Piece, category_flows, text_differences, word_pieces


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = word_pieces(old, new)
    before = "".join(piece.text for piece in pieces if piece.how != "added")
    after = "".join(piece.text for piece in pieces if piece.how != "removed")
    assert (before.split(), after.split()) == (old.split(), new.split())
    assert all(piece.text.strip() for piece in pieces)


def test_only_the_words_that_changed_are_marked() -> None:
    assert word_pieces("Loans for women", "Loans and savings for women") == (
        Piece("kept", "Loans"), Piece("added", " and savings"), Piece("kept", " for women")
    )  # fmt: skip


def test_very_long_texts_are_compared_as_wholes() -> None:
    long = "word " * (MAX_COMPARED_WORDS + 1)
    assert [piece.how for piece in word_pieces(long, long + "more")] == ["removed", "added"]
    assert [piece.how for piece in word_pieces(long, long)] == ["kept"]


def test_a_new_category_is_all_added() -> None:
    life = load_skills_taxonomy().editions[1].categories[8]
    assert {piece.how for found in text_differences(None, life.texts["en"]) for piece in found.pieces} == {"added"}


def test_flows_of_the_founding_meeting() -> None:
    taxonomy = load_skills_taxonomy()
    old, new = taxonomy.editions
    found = category_flows(old, new, taxonomy.correspondence)
    told = [
        (flow.old and flow.old.number, flow.new and flow.new.number, flow.kind, flow.is_renumbered) for flow in found
    ]
    assert told == [
        (1, 1, "renamed", False), (2, 2, "renamed", False), (3, 3, "split", False), (4, 4, "widened", False),
        (5, 5, "widened", False), (6, 5, "merged", True), (7, 6, "widened", True), (8, 7, "widened", True),
        (3, 8, "split", True), (None, 9, "added", False),
    ]  # fmt: skip


def test_counts_flow_on_where_one_heir_is_certain_and_are_open_where_it_is_not() -> None:
    taxonomy = load_skills_taxonomy()
    old, new = taxonomy.editions
    held = {category.slug: category.number * 10 for category in old.categories}
    found = category_flows(old, new, taxonomy.correspondence, old_counts=held)
    assert [flow.count for flow in found] == [10, 20, None, 40, 50, 60, 70, 80, None, None]
    moved = {("sectoral-approaches", "skills-ecosystem"): 7}
    found = category_flows(old, new, taxonomy.correspondence, old_counts=held, moved_counts=moved)
    assert [flow.count for flow in found] == [0, 0, 0, 0, 0, 7, 0, 0, 0, None]
