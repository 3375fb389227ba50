"""The facilitators' pages on taxonomies: who may open them, and the whole way of a draft."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from skillsnet.taxonomy.actions import add_category
from skillsnet.taxonomy.models import Category, Edition, Taxonomy
from skillsnet.taxonomy.queries import changes_into, edition_document, taxonomy_document
from tests.taxonomy.drafts import make_draft, values

pytestmark = pytest.mark.django_db

E3 = ["skills", 3]
PAGES = {
    "taxonomies": [], "taxonomy_new": [], "taxonomy": ["skills"], "taxonomy_export": ["skills", "json"],
    "edition": E3, "edition_delete": E3, "edition_note": E3, "edition_changes": E3, "category_new": E3,
    "category_edit": [*E3, "life-skills"], "category_verb": [*E3, "life-skills", "merge"],
    "edition_export": [*E3, "ttl"],
    "edition_changes_export": E3, "taxonomy_from_file": [], "edition_from_file": E3,
}  # fmt: skip
POSTS = {"edition_open": E3, "edition_close": E3, "scheme_install": ["means"]}


@pytest.mark.medium
@pytest.mark.parametrize(("name", "args"), [*PAGES.items(), *POSTS.items()])
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_are_for_facilitators_only(
    name: str, args: list[object], method: str, taxonomy: Edition, client: Client, member_client: Client
) -> None:
    make_draft(taxonomy)
    before = taxonomy_document(taxonomy.taxonomy)
    address = reverse(name, args=args)
    anonymous = getattr(client, method)(address)
    assert (anonymous.status_code, anonymous.url.split("?")[0]) == (302, reverse("account_login"))
    assert getattr(member_client, method)(address).status_code == 404
    assert (taxonomy_document(taxonomy.taxonomy), Taxonomy.objects.count()) == (before, 1)


@pytest.mark.medium
@pytest.mark.parametrize(("name", "args"), PAGES.items())
def test_every_page_answers_a_facilitator(
    name: str, args: list[object], taxonomy: Edition, facilitator_client: Client
) -> None:
    make_draft(taxonomy)
    answer = facilitator_client.get(reverse(name, args=args))
    assert answer.status_code == 200
    if "text/html" in answer["Content-Type"]:
        assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("args", [["nothing", 1], ["skills", 9], ["skills", 10**20]])
def test_what_is_not_there_is_not_found(args: list[object], taxonomy: Edition, facilitator_client: Client) -> None:
    assert facilitator_client.get(reverse("edition", args=args)).status_code == 404


def test_an_edition_page_costs_the_same_whatever_its_size(
    taxonomy: Edition, facilitator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = make_draft(taxonomy)
    counts = []
    for kept in (1, 3):
        draft.categories.exclude(number__lte=kept).delete()
        with django_assert_num_queries(20, exact=False) as asked:
            facilitator_client.get(reverse("edition", args=E3))
        counts.append(len(asked))
        draft.delete()
        draft = make_draft(taxonomy)
    assert counts[0] == counts[1]


def test_a_taxonomy_is_begun_from_nothing(facilitator_client: Client) -> None:
    answer = facilitator_client.post(
        reverse("taxonomy_new"), {"slug": "sectors", "name_en": "Sectors", "name_fr": "Secteurs", "is_tree": "on"}
    )
    assert answer["Location"] == reverse("edition", args=["sectors", 1])
    found = Taxonomy.objects.get()
    assert (found.names, found.is_tree, found.is_multi_valued) == ({"en": "Sectors", "fr": "Secteurs"}, True, False)
    again = facilitator_client.post(reverse("taxonomy_new"), {"slug": "sectors", "name_en": "Again"})
    assert (again.status_code, "The taxonomy “sectors” already exists" in again.content.decode()) == (422, True)
    reserved = facilitator_client.post(reverse("taxonomy_new"), {"slug": "new", "name_en": "New"})
    assert "is the address of another page" in reserved.content.decode()


def test_a_shipped_list_comes_in_by_one_button(taxonomy: Edition, facilitator_client: Client) -> None:
    address = reverse("scheme_install", args=["beneficiaries"])
    assert address in facilitator_client.get(reverse("taxonomies")).content.decode()
    facilitator_client.post(address)
    assert Taxonomy.objects.get(slug="beneficiaries").editions.get().categories.count() == 14
    assert address not in facilitator_client.get(reverse("taxonomies")).content.decode()


def test_a_draft_goes_from_start_to_open_and_away(taxonomy: Edition, facilitator_client: Client) -> None:
    started = facilitator_client.post(reverse("taxonomy", args=["skills"]))
    assert started["Location"] == reverse("edition", args=E3)
    day = timezone.localdate() + timedelta(days=7)
    facilitator_client.post(reverse("edition_open", args=E3), {"until": day.isoformat()})
    draft = Edition.objects.get(number=3)
    assert (draft.state, draft.comment_until) == ("open", day)
    late = facilitator_client.post(reverse("edition_open", args=E3), {"until": "2020-11-01"})
    assert (late.status_code, "has passed" in late.content.decode()) == (422, True)
    facilitator_client.post(reverse("edition_close", args=E3))
    asked = facilitator_client.get(reverse("edition_delete", args=E3)).content.decode()
    assert "9 categories with their texts, and the record" in asked
    facilitator_client.post(reverse("edition_delete", args=E3))
    assert not Edition.objects.filter(number=3).exists()


def _posted(category: Category, **changed: str) -> dict[str, str]:
    words = {
        f"{word}_{text.language}": getattr(text, word)
        for text in category.texts.all()
        for word in ("name", "definition", "includes", "excludes", "examples")
    }
    own = {name: str(getattr(category, name)) for name in ("slug", "number", "mark", "colour", "order", "version")}
    return {**own, **words, **changed}


def test_a_category_is_changed_and_saying_nothing_new_changes_nothing(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    draft = make_draft(taxonomy)
    category = draft.categories.get(slug="life-skills")
    address = reverse("category_edit", args=[*E3, "life-skills"])
    before = edition_document(draft)
    facilitator_client.post(address, _posted(category))
    assert edition_document(draft) == before
    category.refresh_from_db()
    facilitator_client.post(address, _posted(category, name_fr="Savoir-être", definition_ar=""))
    texts = {text.language: text for text in category.texts.all()}
    assert (texts["fr"].name, texts["ar"].definition) == ("Savoir-être", "")
    page = facilitator_client.get(reverse("edition", args=E3)).content.decode()
    assert ("Not yet written in:" in page, "1 warning" in page) == (True, True)


def test_two_facilitators_do_not_overwrite_each_other_unseen(taxonomy: Edition, facilitator_client: Client) -> None:
    category = make_draft(taxonomy).categories.get(slug="life-skills")
    address = reverse("category_edit", args=[*E3, "life-skills"])
    first, second = _posted(category, mark="F"), _posted(category, mark="S")
    facilitator_client.post(address, first)
    refused = facilitator_client.post(address, second)
    page = refused.content.decode()
    assert (refused.status_code, "Somebody else changed" in page) == (422, True)
    assert 'name="mark" value="S"' in page
    assert 'name="version" value="2"' in page
    assert Category.objects.get(pk=category.pk).mark == "F"
    facilitator_client.post(address, {**second, "version": "2"})
    assert Category.objects.get(pk=category.pk).mark == "S"


@pytest.mark.medium
def test_a_category_is_added_and_taken_out(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    wanted = {"slug": "green-skills", "mark": "G", "colour": "4", "name_en": "Green skills"}
    facilitator_client.post(reverse("category_new", args=E3), wanted)
    page = facilitator_client.get(reverse("edition", args=E3)).content.decode()
    assert "“Green skills” has no definition in English" in page
    assert reverse("category_edit", args=[*E3, "green-skills"]) in page
    twice = facilitator_client.post(reverse("category_new", args=E3), wanted)
    assert (twice.status_code, "already has the short name “green-skills”" in twice.content.decode()) == (422, True)
    for wrong in ("7", "changes", "edition-1", "é", "a b"):
        answer = facilitator_client.post(reverse("category_new", args=E3), {**wanted, "slug": wrong})
        assert answer.status_code == 422, wrong
    facilitator_client.post(reverse("category_verb", args=[*E3, "green-skills", "retire"]), {"version": "1"})
    assert draft.categories.count() == 9


def _row(group: str, place: int, **fields: str) -> dict[str, str]:
    return {f"{group}-{place}-{name}": value for name, value in fields.items()}


@pytest.mark.medium
def test_what_became_of_the_categories_is_said_in_one_form(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    draft.categories.get(slug="life-skills").delete()
    add_category(draft, values(), by=None)
    form = {"version": "2"}
    for category in taxonomy.categories.exclude(slug__in=["life-skills", "training-delivery"]):
        form |= _row(f"old-{category.slug}", 0, old=category.slug, kind="kept", new=category.slug)
    form |= _row("old-life-skills", 0, old="life-skills", kind="retired", new="", reason_en="It runs through all.")
    for place, new in enumerate(("training-delivery", "green-skills")):
        form |= _row(
            "old-training-delivery", place, old="training-delivery", kind="split", new=new, reason_fr="Scindée"
        )
    form |= _row("new-green-skills", 0, kind="added", new="green-skills")
    answer = facilitator_client.post(reverse("edition_changes", args=E3), form)
    assert answer.status_code == 302, answer.content.decode()
    told = [(one.old, one.new, one.kind, dict(one.reasons)) for one in changes_into(draft, before=taxonomy)]
    assert sorted((one for one in told if one[2] != "kept"), key=str) == [
        ("life-skills", None, "retired", {"en": "It runs through all."}),
        ("training-delivery", "green-skills", "split", {"fr": "Scindée"}),
        ("training-delivery", "training-delivery", "split", {"fr": "Scindée"}),
    ]
    assert len(told) == 10
    stale = facilitator_client.post(reverse("edition_changes", args=E3), form)
    assert (stale.status_code, "Somebody else changed this" in stale.content.decode()) == (422, True)


def test_a_choice_that_is_none_is_refused(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    form = {"version": "1", **_row("old-life-skills", 0, old="life-skills", kind="eaten", new="nowhere")}
    answer = facilitator_client.post(reverse("edition_changes", args=E3), form)
    assert (answer.status_code, len(changes_into(draft, before=taxonomy))) == (422, 9)
    page = answer.content.decode()
    assert page.count("Select a valid choice. eaten") == 2
    assert '<a href="#id_old-life-skills-0-kind">' in page
    assert 'id="id_old-life-skills-0-kind"' in page


def test_what_contradicts_itself_is_said_at_the_top_and_at_its_category(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    make_draft(taxonomy)
    form = {"version": "1"}
    for place in range(2):
        form |= _row("old-life-skills", place, old="life-skills", kind="split", new="life-skills")
    answer = facilitator_client.post(reverse("edition_changes", args=E3), form)
    page = answer.content.decode()
    top, below = page.split('<div class="two-columns">', 1)
    assert (answer.status_code, 'href="#old-life-skills"' in top) == (422, True)
    assert 'class="field__error"' in below.split('id="old-life-skills"', 1)[1].split("</section>", 1)[0]


def test_a_day_that_is_none_is_said_at_the_top_and_at_its_field(taxonomy: Edition, facilitator_client: Client) -> None:
    make_draft(taxonomy)
    page = facilitator_client.post(reverse("edition_open", args=E3), {"until": "soon"}).content.decode()
    assert page.count("Enter a valid date.") == 2
    assert '<a href="#id_until">' in page


@pytest.mark.medium
def test_a_frozen_edition_is_shown_and_not_changed(taxonomy: Edition, facilitator_client: Client) -> None:
    before = taxonomy_document(taxonomy.taxonomy)
    e2 = ["skills", 2]
    page = facilitator_client.get(reverse("edition", args=e2)).content.decode()
    assert "has been published and cannot be changed" in page
    category = taxonomy.categories.get(slug="life-skills")
    for name, args, data in (
        ("category_edit", [*e2, "life-skills"], _posted(category, mark="X")),
        ("category_verb", [*e2, "life-skills", "retire"], {"version": "1"}),
        ("category_new", e2, {"slug": "g", "number": "10", "order": "10", "mark": "G", "colour": "4", "name_en": "G"}),
        ("edition_note", e2, {"version": "1", "note_en": "No"}),
        ("edition_changes", e2, {"version": "1"}),
        ("edition_open", e2, {"until": "2999-01-01"}),
        ("edition_close", e2, {}),
        ("edition_delete", e2, {}),
    ):
        facilitator_client.post(reverse(name, args=args), data)
    assert taxonomy_document(taxonomy.taxonomy) == before


def test_the_note_is_written_in_every_language(taxonomy: Edition, facilitator_client: Client) -> None:
    make_draft(taxonomy)
    address = reverse("edition_note", args=E3)
    facilitator_client.post(address, {"version": "1", "note_en": "Media: rejected.", "note_fr": "Médias : non."})
    assert Edition.objects.get(number=3).notes == {"en": "Media: rejected.", "fr": "Médias : non."}
    stale = facilitator_client.post(address, {"version": "1", "note_en": "Other"})
    assert (stale.status_code, "Other" in stale.content.decode()) == (422, True)
