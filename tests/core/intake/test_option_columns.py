"""Questions whose options have a column each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.column_folding import ColumnFolding
from skillsnet.core.intake.option_columns import find_families
from skillsnet.core.intake.option_words import NOT_TICKED, TICKED

Rows = list[list[str]]


def _lists(names: list[str], rows: Rows) -> dict[str, list[list[str]]]:
    """Return the values of each row by the name of the question."""
    families = find_families([tuple(name.split(" | ")) for name in names], rows)
    return {family.name: [family.values(row) for row in rows] for family in families}


@pytest.mark.parametrize(
    ("tick", "none"),
    [("1", "0"), ("TRUE", "FALSE"), ("yes", "no"), ("x", ""), ("Oui", "Non"), ("Sí", "No"), ("نعم", "لا"), ("✓", "")],
)
@pytest.mark.parametrize("between", ["/", ": ", " - ", " – ", " | ", ">>", "::"])
def test_ticks_of_options_become_a_list_however_they_are_written(tick: str, none: str, between: str) -> None:
    names = ["Title", f"Languages{between}French", f"Languages{between}Arabic"]
    assert _lists(names, [["Forge", tick, tick], ["Welding", none, tick], ["Port", none, none]]) == {
        "Languages": [["French", "Arabic"], ["Arabic"], []]
    }


@pytest.mark.parametrize(
    ("names", "question", "options"),
    [
        (["Languages [French]", "Languages [Arabic]"], "Languages", ["French", "Arabic"]),
        (["Q3[SQ001]. Languages [French]", "Q3[SQ002]. Languages [Arabic]"], "Languages", ["French", "Arabic"]),
        (["Q3[SQ001]", "Q3[SQ002]"], "Q3", ["SQ001", "SQ002"]),
        (["languages___1", "languages___2"], "languages", ["1", "2"]),
        (["Languages (choice=French)", "Languages (choice=Arabic)"], "Languages", ["French", "Arabic"]),
        (["a/b/French", "a/b/Arabic"], "a/b", ["French", "Arabic"]),
        (["Work/Women/girls", "Work/Men"], "Work", ["Women/girls", "Men"]),
        (["languages_fr", "languages_ar"], "languages", ["fr", "ar"]),
    ],
)
def test_question_and_option_are_found_in_the_names(names: list[str], question: str, options: list[str]) -> None:
    families = find_families([(name,) for name in names], [["1", "0"], ["0", "1"]])
    assert [(family.name, list(family.options)) for family in families] == [(question, options)]


def test_label_repeated_in_the_cell_and_words_under_other_are_values() -> None:
    names = ["Groups | Women", "Groups | Farmers, fishers", "Groups | Other (please specify)"]
    rows = [["Women", "", "night workers"], ["", "Farmers, fishers", ""], ["", "", ""]]
    assert _lists(names, rows) == {"Groups": [["Women", "night workers"], ["Farmers, fishers"], []]}


def test_columns_that_repeat_their_own_names_are_a_question_without_a_name() -> None:
    rows = [["Forge", "French", "", ""], ["Welding", "", "Arabic", "Wolof"], ["Port", "", "", ""]]
    assert _lists(["Title", "French", "Arabic", "Other"], rows) == {
        "French, Arabic, Other": [["French"], ["Arabic", "Wolof"], []]
    }


def test_columns_of_one_name_that_share_values_are_one_list() -> None:
    rows = [["Women", "", "Youth"], ["", "Youth", ""], ["Women", "Migrants", ""]]
    assert _lists(["Groups", "Groups", "Groups"], rows) == {
        "Groups": [["Women", "Youth"], ["Youth"], ["Women", "Migrants"]]
    }


@pytest.mark.parametrize("names", [["Levels [French]", "Levels [Arabic]"], ["Levels | French", "Levels | Arabic"]])
def test_grid_keeps_the_level_with_its_row_and_leaves_out_who_has_none(names: list[str]) -> None:
    rows = [["Fluent", "Basic"], ["Basic", "None"], ["", "Fluent"], ["Fluent", "Basic"]]
    assert _lists(names, rows) == {
        "Levels": [["French (Fluent)", "Arabic (Basic)"], ["French (Basic)"], ["Arabic (Fluent)"],
                   ["French (Fluent)", "Arabic (Basic)"]]
    }  # fmt: skip


def test_language_that_everybody_speaks_as_well_belongs_to_the_grid() -> None:
    names = ["Nivel de idiomas - Español", "Nivel de idiomas - Inglés", "Nivel de idiomas - Quechua"]
    rows = [["Nativo", "Básico", "Ninguno"], ["Nativo", "", "Avanzado"], ["Nativo", "Avanzado", "Ninguno"]]
    assert _lists(names, rows) == {
        "Nivel de idiomas": [
            *(["Español (Nativo)", "Inglés (Básico)"], ["Español (Nativo)", "Quechua (Avanzado)"]),
            ["Español (Nativo)", "Inglés (Avanzado)"],
        ]
    }
    # Titles in two languages are no levels.
    titles = [["Looms", "Métiers"], ["Harbour", "Port"], ["Kitchen", "Cuisine"]]
    assert _lists(["Title - English", "Title - French"], titles) == {}


def test_grid_with_a_column_for_each_cell_is_one_question() -> None:
    names = [f"Levels - {row} - {level}" for row in ("French", "Arabic") for level in ("Fluent", "Basic")]
    assert _lists(names, [["1", "0", "0", "1"], ["0", "0", "1", "0"]]) == {
        "Levels": [["French (Fluent)", "Arabic (Basic)"], ["Arabic (Fluent)"]]
    }


def test_column_that_repeats_all_ticked_options_goes_into_the_list() -> None:
    names = ["group/languages", "group/languages/french", "group/languages/arabic"]
    assert _lists(names, [["french arabic", "1", "1"], ["arabic", "0", "1"], ["french", "", ""]]) == {
        "group/languages": [["french", "arabic"], ["arabic"], ["french"]]
    }


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        # Fields of a group.
        (["Contact/Name", "Contact/E-mail"], [["Ada", "ada@example.org"], ["Bo", "bo@example.org"]]),
        (["Name - First Name", "Name - Last Name"], [["Ada", "Ålund"], ["Bo", "Née"]]),
        # Permissions are asked about one by one.
        (["Consent/publish", "Consent/contact"], [["yes", "no"], ["yes", "yes"]]),
        (["Privacy [I agree to be listed]", "Privacy [Others may write to me]"], [["Yes", "No"], ["Yes", "No"]]),
        # Numbers of people, and countries of two organisations.
        (["People: women", "People: men"], [["12", "3"], ["3", "12"]]),
        (["Country [lead]", "Country [partner]"], [["Kenya", "Togo"], ["Togo", "Kenya"], ["Kenya", "Togo"]]),
        # Two columns of one name that have nothing in common.
        (["Contact", "Contact"], [["Ada", "ada@example.org"], ["Bo", "bo@example.org"]]),
        (["Start_date", "Start_place"], [["2020-01-01", "Nairobi"], ["2020-01-02", "Lomé"]]),
        # One column alone, and columns without a cell.
        (["Languages/French", "Title"], [["1", "Forge"], ["0", "Port"]]),
        (["Languages/French", "Languages/Arabic"], [["", ""], ["", ""]]),
    ],
)  # fmt: skip
def test_columns_that_only_look_alike_stay_apart(names: list[str], rows: Rows) -> None:
    assert _lists(names, rows) == {}


def test_what_later_cells_hold_beside_ticks_is_kept() -> None:
    families = find_families([("Languages/French",), ("Languages/Arabic",)], [["1", "0"]])
    assert families[0].values(["since 2019", "n/a"]) == ["French (since 2019)"]


def test_folding_moves_the_other_columns_and_their_faults_along() -> None:
    folding = ColumnFolding(4, find_families([("a/x",), ("a/y",), ("Title",), ("Note",)], [["1", "1", "Forge", "n"]]))
    assert folding.fold(["1", "0", "Forge"]) == ["x", "Forge"]
    assert folding.fold(["", "", "", ""]) == []


@pytest.mark.medium
@given(
    st.lists(st.lists(st.sampled_from([*sorted(TICKED)[:5], *sorted(NOT_TICKED)[:5], "", "French", "a;b\nc"]))),
    st.data(),
)
def test_no_value_is_lost_and_none_is_invented(rows: Rows, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(["Q/a", "Q/b", "Q [a]", "Q", "French", "Q - Other"]), max_size=6))
    families = find_families([(name,) for name in names], rows)
    taken = [index for family in families for index in family.indexes]
    assert len(taken) == len(set(taken))
    for row in rows:
        cells = ColumnFolding(len(names), families).fold(row[: len(names)])
        assert len(cells) <= len(names)
        kept = {cell for index, cell in enumerate(row[: len(names)]) if index not in taken and cell}
        assert kept <= set(cells)
