"""The command that measures the classifier: its figures, and what it says of files it cannot read."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TAXONOMY = {
    "name": "Land",
    "multi_label": False,
    "categories": [
        {"id": "water", "name": "Water", "definition": "Wells, pipes, drinking water and sanitation."},
        {
            "id": "forest",
            "name": "Forest",
            "definition": "Trees, seedlings, rangers and wildlife.",
            "definitions": {"fr": "Arbres, semis, gardes forestiers et faune sauvage."},
        },
    ],
}
ROWS = [
    ("1", "Deep wells and clean drinking water", "water", "en"),
    ("2", "Rangers plant seedlings of native trees", "forest", "en"),
    ("3", "Pipes bring water to the school", "water", "en"),
    ("4", "Wildlife returns between the trees", "forest", "en"),
    ("5", "Sanitation and pipes for the camp", "", "en"),
    ("6", "Les gardes forestiers plantent des arbres", "forest", "fr"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "land.json").write_text(json.dumps(TAXONOMY), encoding="utf-8")
    write(tmp_path / "texts.csv", ROWS)
    return tmp_path


def write(path: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] = ("id", "text", "labels", "lang")) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def evaluate(folder: Path, *more: str) -> str:
    out = StringIO()
    call_command("evaluate", f"--texts={folder / 'texts.csv'}", f"--taxonomy={folder / 'land.json'}", *more, stdout=out)
    return out.getvalue()


@pytest.mark.medium
def test_texts_that_say_their_category_are_all_found(folder: Path) -> None:
    report = json.loads(evaluate(folder, "--json"))
    assert {name: report[name] for name in ("texts", "categories", "macro_f1", "top_1", "labels_shown", "runs")} == {
        "texts": 5,
        "categories": 2,
        "macro_f1": 1.0,
        "top_1": 1.0,
        "labels_shown": 0,
        "runs": 1,
    }
    assert set(report) >= {"micro_f1", "top_3", "coverage", "told_accuracy", "calibration_error"}
    assert (report["texts_per_second"] > 0, report["peak_memory_mb"] > 0) == (True, True)


@pytest.mark.medium
def test_labels_shown_are_not_measured(folder: Path) -> None:
    report = json.loads(evaluate(folder, "--labels-per-class=1", "--seeds=2", "--json"))
    assert (report["labels_shown"], report["texts"], report["runs"]) == (2, 3, 2)


def test_a_training_set_is_shown_whole_and_the_texts_measured(folder: Path) -> None:
    write(folder / "train.csv", [("9", "A borehole for the village", "water", "")])
    report = json.loads(evaluate(folder, f"--train={folder / 'train.csv'}", "--json"))
    assert (report["labels_shown"], report["texts"]) == (1, 5)


def test_the_answer_in_words_names_every_figure(folder: Path) -> None:
    lines = evaluate(folder).splitlines()
    assert lines[0] == "5 labelled texts, 2 categories, 0 training labels, 1 runs."
    assert [line.rsplit(maxsplit=1)[0].strip() for line in lines[1:4]] == [
        "Macro F1",
        "Micro F1",
        "First answer correct",
    ]


@pytest.mark.parametrize(
    ("rows", "header", "sentence"),
    [
        ([("1", "Wells", "lake", "en")], None, "Row 2 of “texts.csv”: “lake” is not a category of “Land”."),
        ([("1", "Wells", "", "en")], None, "“texts.csv” contains no labelled text, so there is nothing to measure."),
        ([("1", "Wells")], ("id", "text"), "“texts.csv” has no column “labels”."),
    ],
)
def test_texts_that_cannot_be_measured_are_named(
    folder: Path, rows: list[tuple[str, ...]], header: tuple[str, ...] | None, sentence: str
) -> None:
    write(folder / "texts.csv", rows, header or ("id", "text", "labels", "lang"))
    with pytest.raises(CommandError) as refused:
        evaluate(folder)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "“land.json” is not valid JSON"),
        ('{"categories": []}', "“land.json” contains no categories."),
        ('{"categories": [{"name": "x"}]}', "Category 1 has no “id”."),
        (
            '{"categories": [{"id": "a", "definition": "Two words"}, {"id": "a", "definition": "Two words"}]}',
            "Two categories have the id “a”.",
        ),
        (
            '{"categories": [{"id": "a", "definition": "Water"}]}',
            "The definition of the category “a” is too short (words: 1).",
        ),
    ],
)
def test_a_taxonomy_that_cannot_be_used_is_named(folder: Path, document: str, sentence: str) -> None:
    (folder / "land.json").write_text(document, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        evaluate(folder)
    assert str(refused.value).startswith(sentence)


def test_other_bytes_than_utf_8_and_missing_files_are_named(folder: Path) -> None:
    (folder / "texts.csv").write_bytes(b"id,text,labels\n1,\xff\xfe,water\n")
    with pytest.raises(CommandError, match=r"“texts.csv” is not valid UTF-8 at byte 17\."):
        evaluate(folder)
    (folder / "texts.csv").unlink()
    with pytest.raises(CommandError, match=r"texts.csv” cannot be opened"):
        evaluate(folder)


@pytest.mark.medium
def test_texts_of_any_length_and_kind_are_measured(folder: Path) -> None:
    hostile = [("7", "water " * 20_000, "water", "en"), ("8", "", "forest", ""), ("9", "\x01\x02", "water", "xx")]
    write(folder / "texts.csv", [*ROWS, *hostile])
    assert json.loads(evaluate(folder, "--json"))["texts"] == 8


def test_rows_that_stand_in_both_files_are_not_measured_on_labels_shown(folder: Path) -> None:
    write(folder / "train.csv", ROWS[:2])
    report = json.loads(evaluate(folder, f"--train={folder / 'train.csv'}", "--json"))
    assert (report["labels_shown"], report["texts"]) == (2, 3)


def test_when_every_label_is_shown_nothing_is_measured_and_that_is_said(folder: Path) -> None:
    with pytest.raises(CommandError, match="none is left to measure"):
        evaluate(folder, "--labels-per-class=50")


def test_definitions_without_spaces_and_a_zero_as_id_are_sound(folder: Path) -> None:
    categories = [{"id": 0, "definition": "井戸と水道と衛生"}, {"id": 1, "definition": "Trees and rangers"}]
    (folder / "land.json").write_text(json.dumps({"categories": categories}), encoding="utf-8")
    write(folder / "texts.csv", [("1", "井戸", "0", "ja"), ("2", "Rangers", "1", "en")])
    assert json.loads(evaluate(folder, "--json"))["texts"] == 2
