"""The command measures the product's own suggestions on files, and says what is wrong in them."""

import csv
import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

KEYS = {
    *("organisations", "queries", "mrr", "recall", "recall_small", "ndcg", "auc"),
    *("coverage", "gini", "most", "across_regions"),
}


def write_task(folder: Path, *, packed: bool = False) -> dict[str, Path]:
    projects = [
        {"project": f"p{at}", "start": f"2010-01-{at + 1:02}", "title": "Solar", "text": f"Panels {at}", "orgs": orgs}
        for at, orgs in enumerate([["a", "b"], ["b", "c"], ["d"], ["e"], ["f"]])
    ]
    projects.append({"project": "late", "start": "2011-01-01", "title": "Late", "text": "Late", "orgs": ["g", "a"]})
    lines = "\n".join(json.dumps(project) for project in projects)
    name = "projects.jsonl.gz" if packed else "projects.jsonl"
    (folder / name).write_bytes(gzip.compress(lines.encode()) if packed else lines.encode())
    with (folder / "organisations.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["org", "name", "country", "ilo_region"])
        rows.writerows([[org, org.upper(), "", "Africa" if org in "ace" else "Americas"] for org in "abcdefg"])
    (folder / "truth.csv").write_text("a,b\na,c\na,g\na,b\n")
    return {name.split(".")[0]: folder / name for name in (name, "organisations.csv", "truth.csv")}


def measured(files: dict[str, Path], *options: str) -> str:
    output = StringIO()
    arguments = [f"--{name}={path}" for name, path in files.items()]
    call_command("evaluate_matches", *arguments, "--before=2011-01-01", *options, stdout=output)
    return output.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_what_began_later_is_not_seen_and_partners_do_not_count(tmp_path: Path, *, packed: bool) -> None:
    metrics = json.loads(measured(write_task(tmp_path, packed=packed), "--json", "--k=2"))
    assert set(metrics) == KEYS
    # a and c alone: g comes later, b was a partner before.
    assert (metrics["organisations"], metrics["queries"], metrics["coverage"]) == (6, 2, 1.0)
    assert metrics["recall"] == 1.0


def test_the_report_is_for_people_without_json(tmp_path: Path) -> None:
    assert "6 organisations, 2 of them with later partners." in measured(write_task(tmp_path), "--without-links")


def test_dates_and_line_ends_as_files_have_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write_task(tmp_path)
    expected = measured(files, "--json")
    lines = [json.loads(line) for line in files["projects"].read_text().splitlines()]
    lines[0] |= {"start": "2010-01-01T09:30:00Z", "text": "Panels\u2028of\x85the\x0bsun 0"}
    lines[1] |= {"start": "2010-12"}
    # Either may have begun on the day or later: h and i are not seen.
    lines += [{"project": at, "start": start, "orgs": ["h", "i"]} for at, start in enumerate(["2011-01", "2011"])]
    lines += [{"project": "undated", "start": start, "orgs": ["h", "i"]} for start in (None, "")]
    text = "\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    files["projects"].write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert json.loads(measured(files, "--json"))["organisations"] == json.loads(expected)["organisations"]
    assert "2 projects have no start and are left out." in capsys.readouterr().err


@pytest.mark.parametrize("start", ["2010-13", "2010-02-30", "10-02-2010", "2010-01-01 or so", 12.5])
def test_a_start_that_is_no_date_is_refused(tmp_path: Path, start: object) -> None:
    files = write_task(tmp_path)
    files["projects"].write_text(json.dumps({"start": start, "orgs": ["a"]}))
    with pytest.raises(CommandError, match=r"Line 1 .* is not a project"):
        measured(files)


def test_a_wrong_line_a_missing_column_and_an_early_day_are_named(tmp_path: Path) -> None:
    files = write_task(tmp_path)
    with pytest.raises(CommandError, match="before 2009-01-01"):
        call_command("evaluate_matches", *[f"--{name}={path}" for name, path in files.items()], "--before=2009-01-01")
    files["truth"].write_text("a,c\n")
    with pytest.raises(CommandError, match="has no column “b”"):
        measured(files)
    with files["projects"].open("a") as file:
        file.write('\n{"project": "x", "start": "soon", "orgs": []}\n[1]\n')
    with pytest.raises(CommandError, match=r"Line 7 .*\nLine 8 ") as error:
        measured(files)
    assert error.value.returncode == 2


@pytest.mark.slow
def test_the_development_task_reaches_what_is_promised(shared_data: Path) -> None:
    folder = shared_data / "matching"
    files = {"projects": "oda_projects.jsonl.gz", "organisations": "oda_orgs.csv", "truth": "oda_truth.csv"}
    output = StringIO()
    arguments = [f"--{name}={folder / path}" for name, path in files.items()]
    call_command("evaluate_matches", *arguments, "--before=2018-01-01", "--json", stdout=output)
    metrics = json.loads(output.getvalue())
    assert metrics["coverage"] == 1.0
    assert metrics["most"] <= 2.0
    assert metrics["recall"] >= 0.085
    assert metrics["recall_small"] >= 0.055
    assert metrics["across_regions"] >= 0.55
    assert metrics["auc"] >= 0.84
