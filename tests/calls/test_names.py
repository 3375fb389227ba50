"""Calls, fields and categories with names in any script: each is its own, and none has the address of a page."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from skillsnet.calls.actions import FieldDraft, add_field, make_call, open_call
from skillsnet.calls.models import Call, ExtraField, Project
from skillsnet.core.errors import Invalid
from skillsnet.core.interchange.category_tables import edition_from_rows
from skillsnet.core.interchange.skos import from_skos
from skillsnet.core.text.slugs import free_slug, slug_of
from skillsnet.taxonomy.rules import why_not_name
from skillsnet.web.reserved import reserved_words
from tests.factories import make_project
from tests.intake.sheets import ADA, BO, HEADER, as_csv

pytestmark = pytest.mark.django_db

# Titles that Django's own slug makes empty or the same, and what addresses would take for a page of ours.
TITLES = (
    "العمل", "العمل 2", "Навыки", "Навыки!", "技能", "技术能", "💡", "🌍", "New",
    "new", "Skills", "Skïlls", "…", "—", "Withdraw", "٢٠٢٠",
)  # fmt: skip


def _csv(row: tuple[str, ...]) -> BytesIO:
    file = as_csv([HEADER, row])
    file.name = "answers.csv"
    return file


def test_calls_of_any_titles_are_told_apart() -> None:
    calls = [make_call(title, by=None) for title in TITLES]
    slugs = [call.slug for call in calls]
    assert len(set(slugs)) == len(TITLES)
    assert not set(slugs) & reserved_words()
    assert all(slug.isascii() and 0 < len(slug) <= 80 for slug in slugs)


PAIRS = [
    ("العمل اللائق", "العمل؛ اللائق"), ("Навыки", "навыки?"), ("技能", "技-能"), ("💡", "💡💡"), ("Skills", "Skïlls"),
]  # fmt: skip


@pytest.mark.medium
@pytest.mark.parametrize("pair", PAIRS)
def test_new_call_never_falls_into_another(pair: tuple[str, str], facilitator_client: Client) -> None:
    for title, row in zip(pair, (ADA, BO), strict=True):
        answer = facilitator_client.post(reverse("import_new"), {"file": _csv(row), "new_title": title})
        assert answer.status_code == 302, answer.content.decode()[-500:]
    assert sorted(Call.objects.values_list("title", flat=True)) == sorted(pair)


def test_title_that_a_call_has_is_chosen_from_the_list(facilitator_client: Client) -> None:
    call = make_call("العمل", by=None)
    answer = facilitator_client.post(reverse("import_new"), {"file": _csv(ADA), "new_title": "العمل"})
    assert answer.status_code == 422
    assert "A call with this title already exists" in answer.content.decode()
    assert facilitator_client.post(reverse("import_new"), {"file": _csv(ADA), "call": str(call.pk)}).status_code == 302
    assert Call.objects.get() == call


@pytest.mark.parametrize("name", TITLES[:9])
def test_command_finds_the_call_that_it_made(name: str, taxonomy: object, tmp_path: object) -> None:
    make_call("Alml 2 navyki ji neng", by=None)
    first, is_new = open_call(name, by=None)
    again, is_new_again = open_call(name, by=None)
    assert (first, is_new, is_new_again) == (again, True, False)


@pytest.mark.medium
def test_command_imports_into_calls_of_any_name(taxonomy: object, tmp_path: object, settings: object) -> None:
    settings.FOLLOW_UPS = []  # type: ignore[attr-defined]
    for name, row in (("العمل", ADA), ("Работа", BO)):
        path = tmp_path / "answers.csv"  # type: ignore[operator]
        path.write_bytes(_csv(row).getvalue())
        call_command("import", str(path), call=name, verbosity=0)
    titles = dict(Project.objects.values_list("call__title", "title"))
    assert titles == {"العمل": ADA[1], "Работа": BO[1]}


def test_command_refuses_a_title_that_is_not_the_calls() -> None:
    open_call("skills", title="Skills", by=None)
    with pytest.raises(Invalid, match="already exists with the title “Skills”"):
        open_call("skills", title="Other skills", by=None)
    for name in ("new", "Работа"):
        with pytest.raises(Invalid, match="cannot be the short name"):
            open_call(name, title="Something", by=None)
    with pytest.raises(CommandError, match="Name the call"):
        call_command("import", "a.csv", call="  ", verbosity=0)


@pytest.mark.medium
def test_field_of_any_name_has_a_page_of_its_own(facilitator_client: Client) -> None:
    labels = ("New", "Withdraw", "العمل", "عمل", "Сфера", "技能", "💡", "…")
    make_project(extra={"Sector": "a"})
    make_project(extra={"Sector": "b"})
    made = [add_field(FieldDraft(label, ("Sector",), "one", "public"), by=None) for label in labels]
    slugs = [field.slug for field in made]
    assert (len(set(slugs)), set(slugs) & reserved_words()) == (len(labels), set())
    for field in made:
        page = facilitator_client.get(reverse("extra_field", args=[field.slug])).content.decode()
        assert f'value="{field.labels[""]}"' in page
        facilitator_client.post(reverse("extra_field_withdraw", args=[field.slug]))
    assert ExtraField.objects.count() == 0


def test_taxonomy_is_not_called_like_a_page() -> None:
    assert {"new", "file", "shipped", "publications", "changes", "withdraw"} <= reserved_words()
    for word in sorted(reserved_words()):
        assert why_not_name(word)
    assert why_not_name("trades") == ""


def test_categories_whose_names_share_letters_are_told_apart() -> None:
    names = ["Навыки", "навыки!", "العمل", "技能", "💡", "Edition 2", "Changes", "12"]
    edition = edition_from_rows([["name_en"], *([name] for name in names)], number=1)
    slugs = [category.slug for category in edition.categories]
    assert len(set(slugs)) == len(names)
    concepts = "\n".join(f'<urn:x:{at}> a skos:Concept ; skos:prefLabel "{name}"@en .' for at, name in enumerate(names))
    document = from_skos(f"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n{concepts}".encode())
    assert len({category.slug for category in document.editions[0].categories}) == len(names)


def test_slug_that_is_taken_gets_a_number_and_stays_within_its_length() -> None:
    long = slug_of("a" * 300)
    assert (len(long), slug_of("  ")) == (80, "")
    second = free_slug(long, taken={long})
    assert (len(second), second[-2:]) == (80, "-2")
    assert len(free_slug(long, taken={long, second})) == 80
