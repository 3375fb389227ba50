"""Each operation does the list and the correspondence; whatever is done in a row, the edition can be published."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.taxonomy import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    Kind,
    Successors,
    correspondence_problems,
    edition_problems,
)
from skillsnet.core.taxonomy.consistency import consistent
from skillsnet.core.taxonomy.drafts import ChangedSince, Draft, difference, undo
from skillsnet.core.taxonomy.operations import Scope, add, joined_words, merge, retire, reword, split
from skillsnet.core.taxonomy.suggestions import Properties, completed, free_colours
from tests.core.taxonomy.cases import category, edition

WHY = {"en": "The group agreed."}


def draft_of(*slugs: str) -> Draft:
    """Return a fresh draft: every category kept."""
    old = edition(*slugs)
    changes = tuple(Change(slug, slug, "kept", {}, 2) for slug in slugs)
    return Draft(2, old.categories, changes, old)


def kinds(draft: Draft) -> set[tuple[str | None, str | None, str]]:
    return {(change.old, change.new, str(change.kind)) for change in draft.changes}


def words(name: str, definition: str = "All that has to do with it and nothing else.") -> dict[str, CategoryWords]:
    return {"en": CategoryWords(name, definition)}


def blocking(draft: Draft) -> list[str]:
    assert draft.old is not None
    new = EditionDocument(draft.number, draft.categories)
    problems = [*edition_problems(new), *correspondence_problems(draft.old, new, draft.changes)]
    return [problem.code for problem in problems if problem.is_blocking]


def test_a_renamed_category_keeps_its_short_name_and_its_projects() -> None:
    draft = reword(draft_of("a", "b"), "a", words("Apprenticeships"), reasons=WHY)
    assert kinds(draft) == {("a", "a", "renamed"), ("b", "b", "kept")}
    assert [change.reasons for change in draft.changes if change.kind == "renamed"] == [WHY]
    assert Successors(draft.changes).follow(["a"]).certain == ("a",)
    again = reword(draft, "a", draft_of("a").category("a").texts)
    assert (kinds(again), again.changes[-1].reasons) == ({("a", "a", "kept"), ("b", "b", "kept")}, {})


@pytest.mark.parametrize(
    ("scope", "kind", "is_certain"),
    [(Scope.SAME, "kept", True), (Scope.MORE, "widened", True), (Scope.LESS, "narrowed", False), (None, "kept", True)],
)
def test_a_scope_is_stated_with_the_words(scope: Scope | None, kind: str, is_certain: bool) -> None:
    draft = reword(draft_of("a"), "a", words("A", "Other words."), scope=scope)
    assert kinds(draft) == {("a", "a", kind)}
    assert bool(Successors(draft.changes).follow(["a"]).certain) == is_certain


def test_a_split_category_sends_its_projects_to_be_decided_between_its_parts() -> None:
    parts = [category("a", 1, name="Guidance"), category("c", 3)]
    draft = split(draft_of("a", "b"), "a", parts, reasons=WHY)
    assert [item.slug for item in draft.categories] == ["a", "b", "c"]
    assert kinds(draft) == {("a", "a", "split"), ("a", "c", "split"), ("b", "b", "kept")}
    assert Successors(draft.changes).follow(["a"]).questions[0].options == ("a", "c")
    further = split(draft, "c", [category("d", 3), category("e", 4)])
    assert kinds(further) == {(old, new, "split") for old, new in [("a", "a"), ("a", "d"), ("a", "e")]} | {
        ("b", "b", "kept")
    }


def test_a_merged_category_joins_another_with_words_and_projects() -> None:
    draft = merge(draft_of("a", "b", "c"), "b", into="a", names={"en": "Both"}, reasons=WHY)
    assert kinds(draft) == {("a", "a", "widened"), ("b", "a", "merged"), ("c", "c", "kept")}
    united = draft.category("a").texts["en"]
    assert (united.name, "has to do with a" in united.definition, "has to do with b" in united.definition) == (
        "Both",
        True,
        True,
    )
    assert Successors(draft.changes).follow(["b"]).certain == ("a",)
    with pytest.raises(ValueError, match="into itself"):
        merge(draft, "a", into="a")


def test_parts_that_are_merged_again_are_one_category() -> None:
    parted = split(draft_of("a", "b"), "a", [category("a"), category("c", 3)])
    draft = merge(parted, "c", into="a")
    assert kinds(draft) == {("a", "a", "kept"), ("b", "b", "kept")}
    elsewhere = merge(parted, "c", into="b")
    assert kinds(elsewhere) == {("a", "a", "split"), ("a", "b", "split"), ("b", "b", "widened")}


def test_a_retired_category_leaves_its_projects_to_be_decided() -> None:
    draft = retire(draft_of("a", "b"), "a", reasons=WHY)
    assert kinds(draft) == {("a", None, "retired"), ("b", "b", "kept")}
    assert [change.reasons for change in draft.changes if change.new is None] == [WHY]
    parted = split(draft_of("a"), "a", [category("a"), category("c", 3)])
    assert kinds(retire(parted, "c")) == {("a", "a", "narrowed")}


def test_an_added_category_comes_from_none_and_goes_without_a_trace() -> None:
    draft = add(draft_of("a"), category("n", 2), reasons=WHY)
    assert kinds(draft) == {("a", "a", "kept"), (None, "n", "added")}
    assert retire(draft, "n") == draft_of("a")
    parted = split(draft, "n", [category("n", 2), category("m", 3)])
    assert kinds(parted) == {("a", "a", "kept"), (None, "n", "added"), (None, "m", "added")}


def test_a_first_edition_has_no_correspondence() -> None:
    draft = Draft(1, edition("a", "b").categories)
    assert merge(draft, "b", into="a").changes == ()
    assert add(draft, category("n", 3)).changes == ()


def test_what_is_linked_to_nothing_that_was_done_stays_as_it_was_stated() -> None:
    draft = draft_of("a", "b")
    stated = replace(draft, changes=(draft.changes[0], Change("b", "b", "renumbered", WHY, 2)))
    assert reword(stated, "a", words("Other")).changes[0] == Change("b", "b", "renumbered", WHY, 2)


def test_children_follow_what_they_stood_below() -> None:
    old = EditionDocument(1, (category("a"), category("b", 2), category("c", 3, parent="a")))
    draft = Draft(2, old.categories, tuple(Change(s, s, "kept", {}, 2) for s in "abc"), old)
    assert merge(draft, "a", into="b").category("c").parent == "b"
    assert retire(draft, "a").category("c").parent is None
    assert split(draft, "a", [category("d", 4), category("e", 5)]).category("c").parent == "d"
    assert merge(draft, "a", into="c").category("c").parent is None


def test_a_step_is_undone_by_itself_unless_later_work_builds_on_it() -> None:
    first = draft_of("a", "b", "c")
    renamed = reword(first, "a", words("Other"))
    merged = merge(renamed, "c", into="b")
    without = undo(merged, difference(first, renamed))
    assert kinds(without) == kinds(merge(first, "c", into="b"))
    assert without.category("a") == first.category("a")
    with pytest.raises(ChangedSince) as refusal:
        undo(reword(merged, "a", words("Third")), difference(first, renamed))
    assert refusal.value.slug == "a"
    last = reword(merge(first, "b", into="a"), "c", words("Third"))
    both = undo(last, difference(first, merge(first, "b", into="a")))
    assert [item.slug for item in undo(both, difference(merge(first, "b", into="a"), last)).categories] == [
        "a",
        "b",
        "c",
    ]
    restored = undo(retire(merged, "b"), difference(merged, retire(merged, "b")))
    assert (restored.categories, kinds(restored)) == (merged.categories, kinds(merged))


def test_words_of_two_are_joined_once() -> None:
    assert joined_words(CategoryWords("A", "One. Two."), CategoryWords("B", "Two.")) == CategoryWords("A", "One. Two.")
    assert joined_words(None, CategoryWords("B", "Two.", "x")) == CategoryWords("B", "Two.", "x")


def test_suggestions_take_what_is_free_and_a_pattern_from_the_tenth_colour_on() -> None:
    nine = draft_of(*"abcdefghi")
    assert free_colours(nine) == (10,)
    assert free_colours(nine, without=["c"]) == (3, 10)
    fewer = replace(nine, categories=nine.categories[:7])
    assert free_colours(fewer) == (8, 9, 10)
    new = completed(
        nine, [(Properties(), "Green skills"), (Properties(), "Green skills"), (Properties(colour=12), "A")]
    )
    assert [item.slug for item in new] == ["green-skills", "green-skills-2", "a-2"]
    assert [item.colour for item in new] == [10, 11, 12]
    assert ([item.number for item in new], len({item.mark for item in new})) == ([10, 11, 12], 3)
    assert completed(nine, [(Properties("a", 1, "A", 1), "Any")], without=["a"]) == [Properties("a", 1, "A", 1)]
    assert completed(nine, [(Properties(), "العمل")])[0].slug == "l-ml"
    assert completed(nine, [(Properties(), "…")])[0].slug == "category"


NAMES = st.sampled_from(["One", "Two", "Three", "Green skills", "a", "B"])


@st.composite
def stepped(draw: st.DrawFn) -> list[Draft]:
    """Return a draft and what each of a few operations in a row made of it."""
    drafts = [draft_of(*"abcd"[: draw(st.integers(1, 4))])]
    for _step in range(draw(st.integers(0, 7))):
        draft = drafts[-1]
        slugs = [item.slug for item in draft.categories]
        slug = draw(st.sampled_from(slugs))
        verb = draw(st.sampled_from(["reword", "split", "merge", "add", "retire"]))
        if verb in ("merge", "retire") and len(slugs) == 1:
            continue
        name = draw(NAMES)
        if verb == "reword":
            scope = draw(st.sampled_from([None, *Scope]))
            drafts.append(reword(draft, slug, words(name), scope=scope, reasons=WHY))
        elif verb == "merge":
            into = draw(st.sampled_from([other for other in slugs if other != slug]))
            drafts.append(merge(draft, slug, into=into))
        elif verb == "retire":
            drafts.append(retire(draft, slug, reasons=WHY))
        else:
            count = 1 if verb == "add" else draw(st.integers(2, 3))
            keeps = verb == "split" and draw(st.booleans())
            stated = [(Properties(slug) if keeps and not part else Properties(), name) for part in range(count)]
            leaving = [slug] if verb == "split" else []
            parts = [_new_category(item, name) for item in completed(draft, stated, without=leaving)]
            drafts.append(add(draft, parts[0]) if verb == "add" else split(draft, slug, parts))
    return drafts


def _new_category(properties: Properties, name: str) -> CategoryDocument:
    return CategoryDocument(properties.slug, properties.number, properties.mark, properties.colour, words(name))


@given(stepped())
def test_whatever_is_done_in_a_row_the_edition_can_be_published(drafts: list[Draft]) -> None:
    last = drafts[-1]
    assert blocking(last) == []
    assert last.old is not None
    successors = Successors(last.changes)
    for old in last.old_slugs:
        result = successors.follow([old])
        assert result.certain or result.questions
    assert kinds(consistent(last, olds=last.old_slugs, news=last.slugs)) == kinds(last)
    assert len({item.colour for item in last.categories}) == len(last.categories)


@given(stepped())
def test_steps_undone_from_the_last_on_lead_back(drafts: list[Draft]) -> None:
    current = drafts[-1]
    for before, after in reversed(list(pairwise(drafts))):
        current = undo(current, difference(before, after))
        assert (current.categories, set(map(_plain, current.changes))) == (
            before.categories,
            set(map(_plain, before.changes)),
        )


def _plain(change: Change) -> tuple[object, ...]:
    return (change.old, change.new, Kind(change.kind), tuple(sorted(change.reasons.items())), change.edition)
