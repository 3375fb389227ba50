"""Carrying over: what is certain goes, what is not is asked, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.taxonomy import (
    Change,
    Kind,
    Successors,
    TransferQuestion,
    TransferStep,
    doubt,
    load_skills_taxonomy,
    resolve,
)

SLUGS = ("a", "b", "c", "d", "e")
KINDS = [kind.value for kind in Kind if kind is not Kind.ADDED]


def change(old: str | None, new: str | None, kind: str) -> Change:
    return Change(old, new, kind, {})


def test_every_kind_goes_its_way() -> None:
    changes = [
        change("kept", "kept", "kept"),
        change("renamed", "new-name", "renamed"),
        change("renumbered", "renumbered", "renumbered"),
        change("widened", "widened", "widened"),
        change("merged-1", "merged", "merged"),
        change("merged-2", "merged", "merged"),
        change("narrowed", "narrowed", "narrowed"),
        change("split", "split-1", "split"),
        change("split", "split-2", "split"),
        change("retired", None, "retired"),
        change(None, "added", "added"),
    ]
    successors = Successors(changes)
    slugs = ("kept", "renamed", "renumbered", "widened", "merged-1", "merged-2", "narrowed", "split", "retired")
    result = successors.follow(slugs)
    assert result.certain == ("kept", "new-name", "renumbered", "widened", "merged")
    assert result.questions == (
        TransferQuestion("narrowed", "narrowed", ("narrowed",)),
        TransferQuestion("split", "split", ("split-1", "split-2")),
        TransferQuestion("retired", "retired", ()),
    )
    assert [step.old for step in result.steps] == list(slugs)


def test_a_category_nobody_said_anything_of_is_asked_about_like_one_given_up() -> None:
    assert Successors([]).follow(["gone"]).questions == (TransferQuestion("gone", "retired", ()),)


def test_the_founding_meeting_split_one_category_and_result_the_other_seven() -> None:
    document = load_skills_taxonomy()
    successors = Successors(document.changes_of(2))
    results = {category.slug: successors.follow([category.slug]) for category in document.editions[0].categories}
    options = {slug: result.questions[0].options for slug, result in results.items() if result.questions}
    assert options == {
        "career-entrepreneurship-employment-services": (
            "career-guidance-employment-services",
            "entrepreneurship-self-employment",
        )
    }
    assert (
        results["sectoral-approaches"].certain
        == results["industry-linkages-ecosystems"].certain
        == ("skills-ecosystem",)
    )


def test_until_somebody_decides_the_likeliest_option_takes_its_place() -> None:
    changes = [
        change("a", "x", "split"),
        change("a", "y", "split"),
        change("b", "z", "kept"),
        change(None, "n", "added"),
    ]
    result = Successors(changes).follow(["a", "b"])
    probabilities = {"x": 0.2, "y": 0.5, "z": 0.1, "n": 0.9}
    assert resolve(result, probabilities, added=["n"], max_categories=3) == ("y", "z")
    assert resolve(result, probabilities, added=["n"], max_categories=1) == ("y",)
    assert resolve(Successors([]).follow(["b"]), probabilities, added=["n"], max_categories=3) == ("y",)


def test_the_doubt_is_how_near_the_second_comes_to_the_first() -> None:
    question = TransferQuestion("a", "split", ("x", "y"))
    assert (doubt(question, {"x": 0.5, "y": 0.5}), doubt(question, {"x": 0.5}), doubt(question, {})) == (1.0, 0.0, 1.0)


@given(
    st.lists(st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS), st.sampled_from(KINDS)), max_size=8),
    st.lists(st.sampled_from(SLUGS), unique=True),
)
def test_what_is_carried_agrees_with_a_slow_twin(rows: list[tuple[str, str, str]], slugs: list[str]) -> None:
    changes = [change(old, None if kind == "retired" else new, kind) for old, new, kind in rows]
    result = Successors(changes).follow(slugs)
    for old, step in zip(slugs, result.steps, strict=True):
        own_changes = [change for change in changes if change.old == old]
        successors = {change.new for change in own_changes if change.new}
        is_whole = bool(own_changes) and own_changes[0].kind in {"kept", "renamed", "renumbered", "widened", "merged"}
        certain = is_whole and len(successors) == 1
        assert step == TransferStep(
            old, own_changes[0].kind if own_changes else "retired", successors.pop() if certain else ""
        )
    assert set(result.certain) == {step.new for step in result.steps if step.new}
    assert len(result.questions) == sum(not step.new for step in result.steps)
