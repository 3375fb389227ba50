"""What is handed out is whole, pinned, listed, and under licences that may go together."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tools import check_locks, licences, sbom
from tools.components import Component, npm_components, pins, python_components

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SUM = f"--hash=sha256:{'0' * 64}"


def test_the_production_lock_is_what_pyproject_asks_for() -> None:
    assert list(check_locks.problems_of(check_locks.RUN, PROJECT["dependencies"])) == []
    pinned = {name for name, _, _ in pins(check_locks.RUN)}
    assert {Requirement(text).name for text in PROJECT["dependencies"]} <= pinned


@pytest.mark.parametrize(
    ("lock", "asked", "problem"),
    [
        (f"django==5.2.6 {SUM}\nasgiref==3.13.0 {SUM}\nsqlparse==0.6.1 {SUM}\n", "django>=6", "has django 5.2.6"),
        (f"django==5.2.6 {SUM}\nasgiref==3.13.0 {SUM}\n", "django>=5", "has sqlparse not at all"),
        (f"psycopg==3.3.9 {SUM}\ntyping-extensions==4.16.0 {SUM}\n", "psycopg[pool]", "has psycopg-pool not at all"),
        ("texttable==1.7.2\n", "texttable", "pins texttable without a sum"),
        (f"--index-url https://index.example.org\ntexttable==1.7.2 {SUM}\n", "texttable", "holds an address"),
    ],
)
def test_a_lock_that_does_not_belong_is_refused(tmp_path: Path, lock: str, asked: str, problem: str) -> None:
    path = tmp_path / "run.lock"
    path.write_text(lock)
    assert problem in " ".join(check_locks.problems_of(path, [asked]))


def test_a_lock_that_lacks_what_is_shipped_or_has_another_version_is_refused(tmp_path: Path) -> None:
    shipped = check_locks.RUN.read_text(encoding="utf-8")
    path = tmp_path / "embeddings.lock"
    path.write_text(shipped)
    assert list(check_locks.differences(path)) == []
    path.write_text(re.sub(r"^segno==\S+", "segno==1.0", shipped, flags=re.MULTILINE))
    assert [problem.split(",")[1] for problem in check_locks.differences(path)] == [
        " which embeddings.lock does not have."
    ]


def test_every_licence_is_known_allowed_and_on_the_page() -> None:
    components = [*python_components(), *npm_components()]
    assert licences.refusals(components) == []
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run python -m tools.licences write"
    assert {one.name for one in npm_components()} == {
        "htmx.org", "@fontsource/ibm-plex-sans", "@fontsource/ibm-plex-sans-arabic"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("licence", "is_allowed"),
    [
        ("MIT", True),
        ("MIT AND Zlib", True),
        ("AGPL-3.0-only OR MIT", True),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("", False),
    ],
)
def test_a_licence_that_may_not_go_with_ours_is_refused(licence: str, is_allowed: bool) -> None:
    refused = licences.refusals([Component("planted", "1", "pypi", licence, ())])
    assert bool(refused) is not is_allowed


def test_the_bill_of_materials_holds_what_the_format_asks_for() -> None:
    document = sbom.document()
    assert (document["bomFormat"], document["specVersion"], document["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", document["serialNumber"])
    lengths = {"SHA-256": 64, "SHA-384": 96, "SHA-512": 128}
    for one in document["components"]:
        assert one["type"] == "library"
        assert one["purl"] == one["bom-ref"]
        assert re.fullmatch(r"pkg:(pypi|npm)/[%\w./-]+@[\w.]+", one["purl"])
        assert one["licenses"][0]["expression"]
        assert one["hashes"]
        assert all(len(each["content"]) == lengths[each["alg"]] for each in one["hashes"])
    refs = [one["bom-ref"] for one in (document["metadata"]["component"], *document["components"])]
    assert len(refs) == len(set(refs)) == len(document["dependencies"])
    assert {one["ref"] for one in document["dependencies"]} == set(refs)
    reached, waiting = set(), [refs[0]]
    needs = {one["ref"]: one["dependsOn"] for one in document["dependencies"]}
    while waiting:
        ref = waiting.pop()
        reached.add(ref)
        waiting += [one for one in needs[ref] if one not in reached]
    assert set(refs) - reached <= {ref for ref in refs if ref.startswith("pkg:pypi/tzdata@")}
    assert sbom.document() == document


def test_the_wheel_holds_pages_fonts_words_example_and_licences(tmp_path: Path) -> None:
    if not (ROOT / "src/skillsnet/web/static/build/site.js").exists():
        pytest.skip("the island is not built: make setup")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        build = "skillsnet/web/static/build/"
        licence = wheel.read(f"{build}fonts/OFL.txt").decode()
    assert {f"{build}{name}" for name in ("site.js", "netmap.js", "site.css", "map.css")} <= names
    assert {f"{build}fonts/map-text-{weight}.ttf" for weight in (400, 600)} <= names
    assert any(name.startswith(f"{build}fonts/ibm-plex-sans-arabic") for name in names)
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert len(re.findall(r"^Copyright .*IBMPlexSans(?:Arabic)?-", licence, re.MULTILINE)) == 2
    assert {f"skillsnet/locale/{language}/LC_MESSAGES/django.mo" for language in ("fr", "es", "ar")} <= names
    assert {"skillsnet/examples/network.csv", "skillsnet/examples/ties.csv"} <= names
    assert any(re.fullmatch(r"skillsnet-[^/]+\.dist-info/licenses/LICENSE", name) for name in names)
    assert not {name for name in names if name.startswith(("tests/", "tools/", "benchmarks/", "skillsnet/development"))}
