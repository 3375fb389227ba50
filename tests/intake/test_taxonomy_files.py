"""Taxonomies from files: every form that goes out comes in again; what is none is refused with a sentence."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import load_skills_taxonomy
from skillsnet.intake.sandbox.jsonl_protocol import SandboxExit
from skillsnet.intake.taxonomy_files import read_draft, read_taxonomy_file
from skillsnet.taxonomy.actions import delete_draft
from skillsnet.taxonomy.exports import changes_file, edition_file, taxonomy_file
from skillsnet.taxonomy.models import Edition, Taxonomy
from skillsnet.taxonomy.queries import changes_into, edition_document, taxonomy_document
from tests.taxonomy.drafts import make_draft

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("form", ["json", "ttl", "rdf"])
def test_a_whole_taxonomy_comes_back_from_its_file(form: str, taxonomy: Edition) -> None:
    made = taxonomy_file(taxonomy.taxonomy, form=form)
    assert read_taxonomy_file(io.BytesIO(made.content), name=made.name) == load_skills_taxonomy()


@pytest.mark.parametrize("form", ["json", "ttl", "rdf", "csv", "xlsx"])
def test_an_edition_comes_back_from_its_file(form: str, taxonomy: Edition) -> None:
    made = edition_file(taxonomy, form=form)
    found = read_draft(io.BytesIO(made.content), name=made.name, number=2)
    assert found.edition.categories == edition_document(taxonomy).categories
    assert found.changes == (None if form == "csv" else load_skills_taxonomy().correspondence)


def test_a_file_fills_the_draft_on_its_page(taxonomy: Edition, facilitator_client: Client) -> None:
    first = taxonomy.taxonomy.editions.get(number=1)
    draft = make_draft(taxonomy)
    file = SimpleUploadedFile("first.csv", edition_file(first, form="csv").content)
    answer = facilitator_client.post(reverse("edition_from_file", args=["skills", 3]), {"file": file})
    assert answer["Location"] == reverse("edition", args=["skills", 3])
    assert edition_document(draft).categories == edition_document(first).categories
    told = [(one.old, one.new, one.kind) for one in changes_into(draft, before=taxonomy)]
    assert [one for one in told if one[2] == "kept"] == [("training-delivery", "training-delivery", "kept")]


SCHEMES = b"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:t:places> a skos:ConceptScheme ; skos:prefLabel "Places"@en .
<urn:t:trades> a skos:ConceptScheme ; skos:prefLabel "Trades"@en .
<urn:t:k> a skos:Concept ; skos:inScheme <urn:t:places> ; skos:prefLabel "Kisumu"@en .
<urn:t:w> a skos:Concept ; skos:inScheme <urn:t:trades> ; skos:prefLabel "Welding"@en ; skos:altLabel "Soldering"@en .
"""


def test_of_several_schemes_the_page_asks_for_one_and_says_what_became_of_the_rest(facilitator_client: Client) -> None:
    form = {"file": SimpleUploadedFile("a.ttl", SCHEMES), "slug": "trades"}
    refused = facilitator_client.post(reverse("taxonomy_from_file"), form)
    assert "Enter one of these as the concept scheme: Places, Trades." in refused.content.decode()
    form = {"file": SimpleUploadedFile("a.ttl", SCHEMES), "slug": "trades", "scheme": "Trades"}
    answer = facilitator_client.post(reverse("taxonomy_from_file"), form, follow=True)
    assert "Alternative labels: 1." in answer.content.decode()
    (category,) = edition_document(Taxonomy.objects.get().editions.get()).categories
    assert (category.texts["en"].name, category.texts["en"].includes) == ("Welding", "Soldering")


def test_the_command_takes_one_of_several_schemes(tmp_path: Path) -> None:
    path, out = tmp_path / "a.ttl", io.StringIO()
    path.write_bytes(SCHEMES)
    call_command("taxonomies", "import", str(path), "--name", "trades", "--scheme", "trades", stdout=out)
    assert "Alternative labels: 1." in out.getvalue()


def test_many_categories_stand_on_several_pages(facilitator_client: Client) -> None:
    rows = "".join(f"c-{number},Category {number}\n" for number in range(450))
    file = SimpleUploadedFile("many.csv", f"slug,name_en\n{rows}".encode())
    facilitator_client.post(reverse("taxonomy_from_file"), {"file": file, "slug": "many", "title": "Many"})
    address = reverse("edition", args=["many", 1])
    pages = [facilitator_client.get(address, {"page": page}).content.decode() for page in (1, 3)]
    assert [page.count('<li class="board__row') for page in pages] == [200, 50]
    assert re.search(r"and \d+ more", pages[0])


def test_a_frozen_edition_takes_no_file(taxonomy: Edition, facilitator_client: Client) -> None:
    before = taxonomy_document(taxonomy.taxonomy)
    file = SimpleUploadedFile("a.csv", b"slug,name\na,A\n")
    answer = facilitator_client.post(reverse("edition_from_file", args=["skills", 2]), {"file": file})
    assert "has been published and cannot be changed" in answer.content.decode()
    assert taxonomy_document(taxonomy.taxonomy) == before


def test_a_spreadsheet_begins_a_taxonomy(facilitator_client: Client) -> None:
    file = SimpleUploadedFile("tools.csv", b"slug,name_en,definition_en,parent\na,A,All of it here.,\nb,B,,a\n")
    form = {"file": file, "slug": "tools", "title": "Tools"}
    answer = facilitator_client.post(reverse("taxonomy_from_file"), form)
    found = Taxonomy.objects.get()
    assert (answer["Location"], found.names, found.is_tree) == (
        reverse("taxonomy", args=["tools"]),
        {"en": "Tools"},
        True,
    )
    assert [(one.slug, one.parent) for one in edition_document(found.editions.get()).categories] == [
        ("a", None), ("b", "a")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"{", "a.json cannot be imported: it is not valid JSON"),
        ("a.json", b"\xff\xfe", "is not in UTF-8"),
        ("a.ttl", b"Once upon a time", "it is not valid Turtle or RDF/XML"),
        ("a.rdf", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "it declares XML entities"),
        ("a.csv", b"slug,Budget\na,7\n", "the column “budget” is unknown"),
        ("a.csv", b"slug,number,name\na,1,A\na,1,B\n", "Two categories have the short name “a”"),
        ("a.csv", b"slug,name,parent\na,A,b\nb,B,a\n", "is below itself"),
        ("a.xlsx", b"PK\x03\x04 broken", "cannot be read as a spreadsheet"),
        ("a.doc", b"words", "this file type cannot be read"),
    ],
)
def test_what_is_no_taxonomy_is_refused_with_a_sentence(
    name: str, content: bytes, said: str, facilitator_client: Client
) -> None:
    form = {"file": SimpleUploadedFile(name, content), "slug": "tools"}
    answer = facilitator_client.post(reverse("taxonomy_from_file"), form)
    assert (answer.status_code, Taxonomy.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Invalid, match="larger than 5 MB"):
        read_taxonomy_file(io.BytesIO(b" " * (5 * 1024 * 1024 + 1)), name="a.json")


# Where a processor is fast, the long collection takes the memory before the time.
LIMITS = {
    "collection": "takes more than 10 seconds to read|needs more than 256 MB of memory to read",
    "prefixes": "declares more than 200 prefixes",
    "nesting": "is nested more than 100 levels deep",
    "nested_lists": "is nested more than 100 levels deep",
    "literal": "contains a text of more than 100,000 characters",
}


@pytest.mark.limits
def test_hostile_turtle_is_refused_by_its_limit_and_costs_the_web_process_nothing(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    variables = {"PYTHONPATH": f"{root / 'src'}:{root}", "PATH": "/usr/bin:/bin", "SKILLSNET_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.taxonomy_uploads", *LIMITS], cwd=root, env=variables,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert {
        kind: bool(re.search(LIMITS.get(kind, "900"), said)) for kind, said in found["said"].items()
    } == dict.fromkeys([*LIMITS, ""], True), found["said"]
    assert found["parsers"] == []
    # Reading them here took from 29 seconds and 878 MB to more than anybody waited for.
    assert (found["spent_s"] < 2, found["memory_mb"] < 60) == (True, True), found


def test_what_the_sandbox_cannot_say_is_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, said in (
        (SandboxExit(3, "because: KeyError at a.py:1\nrefused: unreadable\n"), "not valid Turtle"),
        (SandboxExit(-24, ""), "more than 10 seconds"),
        (SandboxExit(3, "refused: too_slow\n"), "more than 256 MB"),
    ):
        monkeypatch.setattr("skillsnet.intake.taxonomy_files.run_sandbox", lambda *given, answer=answer: answer)
        with pytest.raises(Invalid, match=said):
            read_taxonomy_file(io.BytesIO(b"x"), name="a.ttl")


def test_a_workbook_of_changes_says_what_became_of_the_categories(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    draft = make_draft(taxonomy)
    made = edition_file(draft, form="xlsx")
    delete_draft(draft, by=None)
    again = make_draft(taxonomy)
    file = SimpleUploadedFile("draft.xlsx", made.content)
    facilitator_client.post(reverse("edition_from_file", args=["skills", 3]), {"file": file})
    assert [one.kind for one in changes_into(again, before=taxonomy)] == ["kept"] * 9
    assert changes_file(again).content.decode("utf-8-sig").splitlines()[0] == (
        "old,new,kind,reason_en,reason_fr,reason_es,reason_ar"
    )


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("taxonomies", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["json", "ttl", "rdf"])
def test_the_command_exports_and_imports(form: str, taxonomy: Edition, tmp_path: Path) -> None:
    path = tmp_path / f"skills.{form}"
    assert str(path) in run("export", "skills", str(path))
    Taxonomy.objects.filter(pk=taxonomy.taxonomy_id).update(slug="old")
    assert "“skills” was imported. Editions: 2." in run("import", str(path))
    assert taxonomy_document(Taxonomy.objects.get(slug="skills")) == load_skills_taxonomy()
    assert run("list").splitlines()[-1] == "skills\t1\tsuperseded\t8"


def test_the_command_exports_one_edition_as_a_spreadsheet_and_brings_it_in(taxonomy: Edition, tmp_path: Path) -> None:
    path = tmp_path / "second.xlsx"
    run("export", "skills", str(path), "--edition", "2")
    run("import", str(path), "--name", "copy", "--title", "Copy")
    found = Taxonomy.objects.get(slug="copy").editions.get()
    assert edition_document(found).categories == edition_document(taxonomy).categories


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "nothing", "a.json"), "The taxonomy “nothing” does not exist"),
        (("export", "skills", "a.xlsx"), "in .xlsx or .csv for one edition"),
        (("export", "skills", "a.doc"), "its name must end in .json"),
        (("export", "skills", "a.csv", "--edition", "9"), "has no edition 9"),
        (("export", "skills", "nowhere/a.json"), "cannot be written"),
        (("import", "nowhere.json"), "cannot be read"),
    ],
)
def test_the_command_refuses_with_a_sentence(
    arguments: tuple[str, ...], said: str, taxonomy: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=said) as refused:
        run(*arguments)
    assert refused.value.returncode == 2
