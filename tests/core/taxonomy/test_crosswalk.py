"""Carrying over: what is certain goes, what is not is asked, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.taxonomy import Change, Kind, Question, Step, Successors, doubt, load_skills_taxonomy, settle

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
    heirs = Successors(changes)
    stood = ("kept", "renamed", "renumbered", "widened", "merged-1", "merged-2", "narrowed", "split", "retired")
    carried = heirs.carry(stood)
    assert carried.placed == ("kept", "new-name", "renumbered", "widened", "merged")
    assert carried.questions == (
        Question("narrowed", "narrowed", ("narrowed",)),
        Question("split", "split", ("split-1", "split-2")),
        Question("retired", "retired", ()),
    )
    assert [step.old for step in carried.steps] == list(stood)


def test_a_category_nobody_said_anything_of_is_asked_about_like_one_given_up() -> None:
    assert Successors([]).carry(["gone"]).questions == (Question("gone", "retired", ()),)


def test_the_founding_meeting_split_one_category_and_carried_the_other_seven() -> None:
    document = load_skills_taxonomy()
    heirs = Successors(document.changes_of(2))
    carried = {category.slug: heirs.carry([category.slug]) for category in document.editions[0].categories}
    asked = {slug: found.questions[0].options for slug, found in carried.items() if found.questions}
    assert asked == {
        "career-entrepreneurship-employment-services": (
            "career-guidance-employment-services",
            "entrepreneurship-self-employment",
        )
    }
    assert (
        carried["sectoral-approaches"].placed == carried["industry-linkages-ecosystems"].placed == ("skills-ecosystem",)
    )


def test_until_somebody_decides_the_likeliest_candidate_stands_in_its_place() -> None:
    changes = [
        change("a", "x", "split"),
        change("a", "y", "split"),
        change("b", "z", "kept"),
        change(None, "n", "added"),
    ]
    carried = Successors(changes).carry(["a", "b"])
    chances = {"x": 0.2, "y": 0.5, "z": 0.1, "n": 0.9}
    assert settle(carried, chances, added=["n"], most=3) == ("y", "z")
    assert settle(carried, chances, added=["n"], most=1) == ("y",)
    assert settle(Successors([]).carry(["b"]), chances, added=["n"], most=3) == ("y",)


def test_the_doubt_is_how_near_the_second_comes_to_the_first() -> None:
    question = Question("a", "split", ("x", "y"))
    assert (doubt(question, {"x": 0.5, "y": 0.5}), doubt(question, {"x": 0.5}), doubt(question, {})) == (1.0, 0.0, 1.0)


@given(
    st.lists(st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS), st.sampled_from(KINDS)), max_size=8),
    st.lists(st.sampled_from(SLUGS), unique=True),
)
def test_what_is_carried_agrees_with_a_slow_twin(rows: list[tuple[str, str, str]], stood: list[str]) -> None:
    changes = [change(old, None if kind == "retired" else new, kind) for old, new, kind in rows]
    carried = Successors(changes).carry(stood)
    for old, step in zip(stood, carried.steps, strict=True):
        own = [one for one in changes if one.old == old]
        news = {one.new for one in own if one.new}
        is_whole = bool(own) and own[0].kind in {"kept", "renamed", "renumbered", "widened", "merged"}
        certain = is_whole and len(news) == 1
        assert step == Step(old, own[0].kind if own else "retired", news.pop() if certain else "")
    assert set(carried.placed) == {step.new for step in carried.steps if step.new}
    assert len(carried.questions) == sum(not step.new for step in carried.steps)
