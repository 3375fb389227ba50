"""Options of a column, found from its cells whatever joins them."""

import random
from collections.abc import Callable, Sequence
from operator import itemgetter

import pytest
from benchmarks.choices import JOINS, answers, fits, option_lists, plain_split, right_share
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.intake.choice_lists import NO_CHOICES, ChoiceList, find_choice_list
from skillsnet.core.intake.known_choices import known_choices

SDG = "Industry, innovation and infrastructure"
YOUTH = "Young people (15-24, in or out of school)"
INFORMAL = "Workers in the informal economy, incl. domestic workers"


def split(cells: Sequence[str], is_known: Callable[[str], bool] = lambda text: False) -> list[list[str]]:
    """Return each cell's choices by the options of them all."""
    found = find_choice_list(cells, is_known=is_known)
    return [found.split(cell) for cell in cells]


def test_one_column_with_three_separators_gives_the_same_values() -> None:
    cells = [f"Health; {SDG}", f"Health, {SDG}", f"Health\n{SDG}", SDG, "Health"]
    assert split(cells)[:3] == [["Health", SDG]] * 3


def test_options_with_commas_that_are_joined_by_commas() -> None:
    cells = [f"{YOUTH}, Women", f"Women, {INFORMAL}", "Women", f"{YOUTH}, {INFORMAL}"]
    assert split(cells) == [[YOUTH, "Women"], ["Women", INFORMAL], ["Women"], [YOUTH, INFORMAL]]


@pytest.mark.parametrize("count", [1, 2, 40])
def test_a_pair_is_no_option_however_often_it_is_ticked(count: int) -> None:
    cells = ["Training", "Life skills", *["Training, Life skills"] * count]
    assert split(cells)[-1] == ["Training", "Life skills"]


def test_neighbours_that_never_stand_apart_are_one_option() -> None:
    cells = ["Farmers, Fishers, Women", *["Farmers, Fishers"] * 8, *["Women"] * 8]
    assert split(cells)[0] == ["Farmers, Fishers", "Women"]


def test_options_that_share_words_with_others() -> None:
    options = ("Employed, full-time", "Employed, part-time", "Student, full-time", "Student, part-time", "Retired")
    chance = random.Random(1)
    choices = [chance.sample(options, chance.choice((1, 1, 1, 2))) for _ in range(60)]
    assert split([", ".join(ticked) for ticked in choices]) == choices


def test_codes_joined_by_blanks_and_phrases_that_only_hold_blanks() -> None:
    assert split(["youth women", "youth", "women idps", "idps", "women"])[2] == ["women", "idps"]
    phrases = ["in progress", "not started", "in review", "in progress", "done"]
    assert split(phrases) == [[phrase] for phrase in phrases]


def test_commas_within_numbers_part_nothing() -> None:
    assert split(["1,000 people", "2,500 people"]) == [["1,000 people"], ["2,500 people"]]
    assert split(["1,4", "4", "1", "4,7", "7"]) == [["1", "4"], ["4"], ["1"], ["4", "7"], ["7"]]


def test_a_known_value_wins_where_the_cells_alone_do_not_tell() -> None:
    cells = ["Farmers, Fishers"] * 8 + ["Women"] * 8
    assert split(cells)[0] == ["Farmers, Fishers"]
    assert split(cells, {"Farmers", "Fishers"}.__contains__)[0] == ["Farmers", "Fishers"]


def test_few_cells_of_known_values_come_apart_whatever_joins_them() -> None:
    is_known = known_choices("beneficiaries", categories={})
    joined = ("Youth, Women", "Youth/Women", "Youth and Women", "Youth; Women", "Youth Women", "Youth,Women")
    assert [split([cell], is_known) for cell in joined] == [[["Youth", "Women"]]] * len(joined)
    assert split(["rural workers"], is_known) == [["rural workers"]]


def test_what_the_column_name_lists_is_known() -> None:
    is_known = known_choices("extra", categories={}, header="Who is it for? (Cobblers, Tinkers, other)")
    assert split(["Cobblers, Tinkers"] * 8 + ["Tailors"] * 8, is_known)[0] == ["Cobblers", "Tinkers"]


def test_a_break_before_a_small_letter_parts_nothing_where_options_begin_with_capitals() -> None:
    cells = ["Water supply; sewerage, Education", "Education", "Water supply; sewerage", "Health, Education"]
    assert split(cells)[0] == ["Water supply; sewerage", "Education"]


def test_a_list_that_somebody_wrote_down_wins() -> None:
    written = ChoiceList.of(["Rural women, girls", "Youth"])
    assert written.split("Youth, Rural women,girls and Sailors / Youth") == ["Youth", "Rural women,girls", "Sailors"]


def test_nothing_found_still_parts_at_what_always_parts() -> None:
    assert NO_CHOICES.split("Youth; Farmers, fishers\n• Women") == ["Youth", "Farmers, fishers", "Women"]
    assert find_choice_list(["", "  "]) == NO_CHOICES


WORDS = st.text("abcdefghij", min_size=4, max_size=8)


@given(st.lists(st.text("abAB,;/ |\n()", max_size=14), max_size=8))
@settings(deadline=None)
def test_nothing_but_separators_is_lost(cells: list[str]) -> None:
    found = find_choice_list(cells)
    for cell in cells:
        letters = {letter.lower() for letter in cell if letter.isalpha()}
        assert {letter.lower() for choice in found.split(cell) for letter in choice if letter.isalpha()} == letters


@pytest.mark.medium
@given(
    st.lists(st.tuples(WORDS, WORDS, st.booleans()), min_size=3, max_size=8, unique_by=(itemgetter(0), itemgetter(1))),
    st.randoms(use_true_random=False),
)
@settings(deadline=None)
def test_options_that_also_stand_alone_come_apart_whatever_joins_them(
    words: list[tuple[str, str, bool]], chance: random.Random
) -> None:
    join = chance.choice([", ", "; ", "\n", " | "])
    options = [f"{first.title()}, {second}" if has_comma else first.title() for first, second, has_comma in words]
    choices = [[option] for option in options for _ in range(3)] + [
        chance.sample(options, chance.randint(2, len(options))) for _ in range(20)
    ]
    assert split([join.join(ticked) for ticked in choices]) == choices


@pytest.mark.slow
def test_options_of_public_forms_come_apart_where_a_plain_split_fails() -> None:
    columns = [
        answers(listed.options, join=join, rows=rows, seed=7)
        for listed in option_lists("test")
        for join in ("comma", "semicolon", "blank")
        if fits(listed.options, join=join)
        for rows in (40, 150)
    ]
    assert set(JOINS) >= {"comma", "semicolon", "blank"}
    ours, plain = [], []
    for column in columns:
        found = find_choice_list(column.cells)
        ours.append(right_share(column, [found.split(cell) for cell in column.cells]))
        plain.append(right_share(column, plain_split(column.cells)))
    assert sum(ours) / len(ours) >= 0.98
    assert sum(plain) / len(plain) < 0.9
