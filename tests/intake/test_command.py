"""The commands import, imports and organisations, and their former names."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from skillsnet.calls.actions import index_organisations
from skillsnet.calls.models import Call, Project
from skillsnet.intake.models import ImportRun
from skillsnet.participants.models import Organisation
from tests.intake.sheets import ADA, BO, HEADER, as_csv

pytestmark = pytest.mark.django_db

WRONG = ("A-4", "", "No title here.", "Nowhere Ltd", "NGO", "Atlantis", "Di", "di at example")


def _file(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "answers.csv"
    path.write_bytes(as_csv([HEADER, *rows]).getvalue())
    return path


def _import(path: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import", str(path), call="first", as_json=True, stdout=out, **options)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


@pytest.mark.medium
def test_answer_as_json_has_every_count_and_they_add_up(tmp_path: Path) -> None:
    answer = _import(_file(tmp_path, ADA, BO, ADA, WRONG))
    assert set(answer) == {
        *(
            "run",
            "rows",
            "new",
            "updated",
            "unchanged",
            "warnings",
            "errors",
            "duplicates",
            "problems",
            "mapping",
            "questions",
            "choices",
            "asks",
            "naming",
            "kept_off",
            "links",
            "skipped",
            "sheets",
            "encoding",
            "delimiter",
            "families",
            "notes",
            "repeats",
            "repeated_rows",
        )
    }
    assert (answer["rows"], answer["new"], answer["duplicates"], answer["errors"]) == (4, 2, 1, 1)
    assert answer["rows"] == sum(answer[name] for name in ("new", "updated", "unchanged", "errors", "duplicates"))
    assert [(item["row"], item["column"], item["value"]) for item in answer["problems"]] == [
        (4, "ID", "A-1"),
        (5, "Title", ""),
        (5, "Country", "Atlantis"),
        (5, "E-mail", "di at example"),
    ]
    assert all(item["problem"].endswith((".", "?")) for item in answer["problems"])


@pytest.mark.medium
def test_dry_run_says_what_the_real_run_does_and_leaves_nothing(tmp_path: Path) -> None:
    path = _file(tmp_path, ADA, WRONG)
    dry = _import(path, dry_run=True)
    assert (dry["run"], Call.objects.count(), ImportRun.objects.count(), Project.objects.count()) == (None, 0, 0, 0)
    real = _import(path)
    assert {**dry, "run": real["run"]} == real


@pytest.mark.medium
def test_mapping_file_decides_what_columns_mean(tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"Summary": "title", "Title": "ignore"}))
    answer = _import(_file(tmp_path, ADA), mapping=mapping)
    assert (answer["mapping"]["Summary"], answer["mapping"]["Title"]) == ("title", "ignore")
    assert Project.objects.get().title == "We teach welding."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[1]", "does not match columns to fields"),
        ("{", "cannot be read as a list of columns and fields"),
        ('{"Nope": "title"}', "no column “Nope”"),
    ],
)
def test_mapping_that_cannot_be_used_stops_with_2(content: str, said: str, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(content)
    with pytest.raises(CommandError, match=said) as stopped:
        _import(_file(tmp_path, ADA), mapping=mapping)
    assert (stopped.value.returncode, Call.objects.count()) == (2, 0)


def test_unreadable_file_stops_with_2_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(CommandError, match="PDF") as stopped:
        _import(path)
    assert (stopped.value.returncode, Call.objects.count()) == (2, 0)


def test_absent_file_and_odd_call_stop_with_2(tmp_path: Path) -> None:
    for path, call in ((tmp_path / "none.csv", "first"), (_file(tmp_path, ADA), " ")):
        with pytest.raises(CommandError) as stopped:
            call_command("import", str(path), call=call)
        assert stopped.value.returncode == 2


@pytest.mark.medium
def test_example_material_is_marked_on_its_call(tmp_path: Path) -> None:
    call_command("import", str(_file(tmp_path, ADA)), call="x", example=True, title="Example", stdout=io.StringIO())
    call = Call.objects.get()
    assert (call.slug, call.title, call.is_example) == ("x", "Example", True)


@pytest.mark.medium
def test_answer_for_people_counts_and_names_the_way_back(tmp_path: Path) -> None:
    out = io.StringIO()
    call_command("import", str(_file(tmp_path, ADA, WRONG)), call="first", stdout=out)
    assert "2 rows: 1 new" in out.getvalue()
    assert "Row 3, Country: “Atlantis” is not a known country" in out.getvalue()
    assert f"skillsnet imports undo {ImportRun.objects.get().pk}" in out.getvalue()


@pytest.mark.medium
def test_undo_takes_back_once(tmp_path: Path) -> None:
    run = _import(_file(tmp_path, ADA))["run"]
    call_command("imports", "undo", str(run), stdout=io.StringIO())
    assert Project.objects.count() == 0
    with pytest.raises(CommandError, match="cannot be undone"):
        call_command("imports", "undo", str(run))
    with pytest.raises(CommandError, match="does not exist"):
        call_command("imports", "undo", "999")


@pytest.mark.medium
def test_answer_says_how_the_file_was_read(tmp_path: Path) -> None:
    answer = _import(_file(tmp_path, ADA, BO))
    assert (answer["encoding"], answer["delimiter"]) == ("utf-8", ",")
    assert [(item["header_row"], item["rows"], item["used"]) for item in answer["sheets"]] == [(1, 2, True)]


def _answer(*command: str) -> Any:
    out = io.StringIO()
    call_command(*command, as_json=True, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.medium
def test_imports_list_names_the_imports_the_newest_first(tmp_path: Path) -> None:
    assert _answer("imports", "list") == []
    first, second = _import(_file(tmp_path, ADA))["run"], _import(_file(tmp_path, BO))["run"]
    call_command("imports", "undo", str(first), stdout=io.StringIO())
    runs = _answer("imports", "list")
    assert [(run["run"], run["state"], run["rows"], run["call"]) for run in runs] == [
        (second, "committed", 1, "first"),
        (first, "undone", 1, "first"),
    ]
    out = io.StringIO()
    call_command("imports", "list", stdout=out)
    assert f"{second}\tcommitted\tanswers.csv" in out.getvalue()


def test_duplicates_names_pairs_that_merge_makes_one() -> None:
    long = Organisation.objects.create(name="Food and Agriculture Organization", key="food", country="KE")
    short = Organisation.objects.create(name="FAO", key="fao", country="KE")
    index_organisations([long.pk, short.pk])
    (pair,) = _answer("organisations", "duplicates")
    assert {pair["left"]["id"], pair["right"]["id"]} == {long.pk, short.pk}
    assert pair["reasons"][0].startswith("one name is the acronym")
    call_command("organisations", "merge", str(long.pk), str(short.pk), stdout=io.StringIO())
    short.refresh_from_db()
    assert (short.merged_into, _answer("organisations", "duplicates")) == (long, [])


@pytest.mark.parametrize("number", ["0", "-4", "999", "9" * 30])
def test_merge_of_an_organisation_that_is_not_there_is_refused(number: str) -> None:
    long = Organisation.objects.create(name="Atelier", key="atelier")
    with pytest.raises(CommandError, match="does not exist"):
        call_command("organisations", "merge", "--", str(long.pk), number)
    with pytest.raises(CommandError, match="merged with itself"):
        call_command("organisations", "merge", str(long.pk), str(long.pk))


FORMER_NAMES = {
    ("runs",): "imports list",
    ("undo", "1"): "imports undo",
    ("delete_run", "1"): "imports delete",
    ("duplicates",): "organisations duplicates",
    ("merge", "1", "2"): "organisations merge",
}


@pytest.mark.medium
@pytest.mark.parametrize("command", FORMER_NAMES)
def test_former_name_does_the_same_and_names_the_new_one(command: tuple[str, ...]) -> None:
    answers = []
    for words in (command, (*FORMER_NAMES[command].split(), *command[1:])):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(*words, stdout=out, stderr=err)
        except CommandError as error:
            answers.append((str(error), err.getvalue()))
        else:
            answers.append((out.getvalue(), err.getvalue()))
    former, present = answers
    assert former[0] == present[0] != ""
    assert (former[1].count("\n"), present[1]) == (1, "")
    assert f"“skillsnet {FORMER_NAMES[command]}”" in former[1]


@pytest.mark.medium
def test_json_shows_the_choices_into_which_cells_come_apart(tmp_path: Path) -> None:
    rows = [("Title", "Target group"), ("A", "Youth, Women"), ("B", "Women"), ("C", "Youth")]
    path = tmp_path / "answers.csv"
    path.write_bytes(as_csv(rows).getvalue())
    answer = _import(path, dry_run=True)
    assert sorted(answer["choices"]["Target group"]) == ["Women", "Youth"]


UNCERTAIN = [
    ("Project title", "Q2", "Country"),
    ("Night school for mill workers", "Sample Foundation", "Kenya"),
    ("A classroom on a bus", "University of Tolan", "Peru"),
    ("Learning to repair solar pumps", "Kash Ltd", "India"),
]


def _uncertain_file(folder: Path, names: tuple[str, ...] = UNCERTAIN[0]) -> Path:
    path = folder / "uncertain.csv"
    path.write_bytes(as_csv([names, *UNCERTAIN[1:]]).getvalue())
    return path


@pytest.mark.medium
def test_a_dry_run_takes_what_is_offered_and_lists_it(tmp_path: Path) -> None:
    answer = _import(_uncertain_file(tmp_path), dry_run=True)
    assert answer["mapping"] == {"Project title": "title", "Q2": "organisation", "Country": "country"}
    assert answer["questions"] == [{"column": "Q2", "field": "organisation"}]


@pytest.mark.medium
def test_an_import_keeps_what_is_not_certain_as_an_extra_field(tmp_path: Path) -> None:
    path = _uncertain_file(tmp_path)
    answer = _import(path)
    assert (answer["mapping"]["Q2"], answer["new"]) == ("extra", 3)
    assert answer["questions"] == [{"column": "Q2", "field": "organisation"}]
    assert list(Project.objects.order_by("pk").values_list("organisation", "extra__Q2")) == [
        (None, name) for _, name, _ in UNCERTAIN[1:]
    ]
    # Nobody answered, so nothing is kept for the next file of the source.
    assert _import(path, dry_run=True)["questions"] == answer["questions"]


@pytest.mark.medium
def test_what_is_offered_is_taken_when_that_is_wanted(tmp_path: Path) -> None:
    assert _import(_uncertain_file(tmp_path), take_offers=True)["mapping"]["Q2"] == "organisation"
    assert set(Project.objects.values_list("organisation__name", flat=True)) == {name for _, name, _ in UNCERTAIN[1:]}


@pytest.mark.medium
def test_a_field_that_the_mapping_file_names_is_no_question(tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"Q2": "organisation"}))
    answer = _import(_uncertain_file(tmp_path), mapping=mapping)
    assert (answer["mapping"]["Q2"], answer["questions"]) == ("organisation", [])


@pytest.mark.medium
def test_a_title_that_is_not_certain_stops_the_import_with_one_sentence(tmp_path: Path) -> None:
    path = _uncertain_file(tmp_path, ("Q1", "Q2", "Country"))
    with pytest.raises(CommandError, match="“Q1” may be the field “Project title”") as refusal:
        _import(path)
    assert refusal.value.returncode == 2
    assert (Project.objects.count(), ImportRun.objects.count(), Call.objects.count()) == (0, 0, 0)
    assert _import(path, take_offers=True)["new"] == 3
