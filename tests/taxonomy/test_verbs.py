"""What is done to a category on one page: the list, the correspondence, what is suggested, and undoing it."""

import re
from collections.abc import Mapping
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.audit.models import AuditRecord
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import CategoryWords
from skillsnet.taxonomy.actions import (
    add_category,
    change_category,
    fill_draft,
    merge_category,
    new_taxonomy,
    rename_category,
    retire_category,
    split_category,
    undo_step,
)
from skillsnet.taxonomy.actions.categories import CategoryValues
from skillsnet.taxonomy.models import Category, DraftStep, Edition
from skillsnet.taxonomy.queries import changes_into, edition_document
from skillsnet.taxonomy.queries.problems import why_not_publish
from tests.taxonomy.drafts import make_draft, values

pytestmark = pytest.mark.django_db

E3 = ["skills", 3]
WHY = "The group agreed on it."


def changed(draft: Edition, taxonomy: Edition) -> set[tuple[str | None, str | None, str]]:
    """Return what is not kept as it was."""
    changes = changes_into(draft, before=taxonomy)
    return {(change.old, change.new, change.kind) for change in changes if change.kind != "kept"}


def post(client: Client, verb: str, slug: str, **fields: str) -> str:
    """Send the page of a verb as a browser would, and return the edition's page."""
    address = reverse("category_verb", args=[*E3, slug, verb])
    shown = filled_in(client.get(address).content.decode())
    answer = client.post(address, {**shown, **fields})
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def filled_in(page: str) -> dict[str, str]:
    """Return what the form of a page holds."""
    form = page[page.index('<form class="stack" method="post"') :]
    held = {
        name: value
        for name, value in re.findall(r'<input type="(?:text|hidden)" name="([^"]+)"(?: value="([^"]*)")?', form)
        if name != "csrfmiddlewaretoken"
    }
    held |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', form))
    held |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)"[^>]* checked', form))
    return {name: unescape(value) for name, value in held.items()}


@pytest.mark.medium
def test_each_verb_does_the_list_and_the_correspondence(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    page = post(facilitator_client, "rename", "life-skills", name_en="Skills for life", reason_en=WHY)
    assert "“Life skills” renamed to “Skills for life”" in page
    post(facilitator_client, "reword", "training-delivery", scope="more", includes_en="Also online.", reason_en=WHY)
    parts = {"part-1-name_en": "Guidance", "part-2-name_en": "Job services", "part-2-definition_en": "Matching people."}
    address = reverse("category_verb", args=[*E3, "career-guidance-employment-services", "split"])
    shown = filled_in(facilitator_client.get(address).content.decode())
    assert facilitator_client.post(address, {**shown, **parts}).status_code == 302
    post(facilitator_client, "merge", "recognition-of-skills", into="life-skills")
    post(facilitator_client, "retire", "entrepreneurship-self-employment", reason_en=WHY)
    assert changed(draft, taxonomy) == {
        ("life-skills", "life-skills", "widened"),
        ("recognition-of-skills", "life-skills", "merged"),
        ("training-delivery", "training-delivery", "widened"),
        ("career-guidance-employment-services", "guidance", "split"),
        ("career-guidance-employment-services", "job-services", "split"),
        ("entrepreneurship-self-employment", None, "retired"),
    }
    assert why_not_publish(draft) == []
    reasons = {change.new: change.reasons for change in changes_into(draft, before=taxonomy)}
    assert reasons["training-delivery"] == {"en": WHY}
    acts = AuditRecord.objects.filter(act__endswith="_category").order_by("pk").values_list("act", flat=True)
    assert list(acts) == [f"taxonomy.{verb}_category" for verb in ("rename", "reword", "split", "merge", "retire")]


@pytest.mark.medium
def test_what_is_left_open_is_suggested(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    answer = facilitator_client.post(
        reverse("category_new", args=E3),
        {"name_en": "Green skills", "definition_en": "Skills for work that spares water."},
    )
    assert answer.status_code == 302, answer.content.decode()
    added = draft.categories.get(slug="green-skills")
    marks = [category.mark for category in draft.categories.all()]
    assert (added.number, added.colour, added.order, len(set(marks))) == (10, 10, 10, 10)
    page = facilitator_client.get(reverse("edition", args=E3)).content.decode()
    assert 'class="dot category-1 category-ring"' in page
    retire_category(draft.categories.get(slug="life-skills"), by=None)
    free = facilitator_client.get(reverse("category_new", args=E3)).content.decode()
    offered = re.findall(r'name="colour" value="(\d+)"', free)
    assert offered[:2] == [str(taxonomy.categories.get(slug="life-skills").colour), "11"]


def test_a_step_is_undone_and_later_work_stays(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    before = (edition_document(draft), changed(draft, taxonomy))
    merge_category(draft.categories.get(slug="training-delivery"), into="recognition-of-skills", by=None)
    rename_category(draft.categories.get(slug="life-skills"), {"en": "Skills for life"}, by=None)
    first, second = DraftStep.objects.order_by("pk")
    facilitator_client.post(reverse("draft_step_undo", args=[*E3, first.pk]))
    assert changed(draft, taxonomy) == {("life-skills", "life-skills", "renamed")}
    undo_step(second, by=None)
    assert (edition_document(draft), changed(draft, taxonomy)) == before
    assert not DraftStep.objects.exists()


def test_a_step_on_which_later_work_builds_is_not_undone(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    category = draft.categories.get(slug="life-skills")
    step = rename_category(category, {"en": "Skills for life"}, by=None)
    assert step is not None
    change_category(category, values("life-skills", 9, mark="X", colour=9), version=2, by=None)
    page = facilitator_client.post(reverse("draft_step_undo", args=[*E3, step.pk]), follow=True).content.decode()
    assert "has been changed since then. Undo the later changes first." in page
    assert DraftStep.objects.count() == 1


def test_a_number_that_is_given_out_again_stops_an_undo(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    step = retire_category(draft.categories.get(number=9), by=None)
    assert step is not None
    merge_category(draft.categories.get(number=1), into=draft.categories.get(number=2).slug, by=None)
    other = draft.categories.get(number=2)
    Category.objects.filter(pk=other.pk).update(number=9)
    with pytest.raises(Invalid, match="another category also has it"):
        undo_step(step, by=None)
    assert draft.categories.count() == 7


@pytest.mark.medium
def test_saying_nothing_new_is_no_step(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    before = edition_document(draft)
    assert "Nothing changed." in post(facilitator_client, "rename", "life-skills")
    assert "Nothing changed." in post(facilitator_client, "reword", "life-skills")
    assert (edition_document(draft), DraftStep.objects.count()) == (before, 0)


@pytest.mark.medium
def test_two_facilitators_do_not_undo_each_other_unseen(taxonomy: Edition, facilitator_client: Client) -> None:
    category = make_draft(taxonomy).categories.get(slug="life-skills")
    rename_category(category, {"en": "First"}, by=None)
    address = reverse("category_verb", args=[*E3, "life-skills", "rename"])
    late = facilitator_client.post(address, {"version": "1", "name_en": "Second"})
    page = late.content.decode()
    assert (late.status_code, "Somebody else changed" in page, 'value="Second"' in page) == (422, True, True)
    assert facilitator_client.post(address, {"version": "2", "name_en": "Second"}).status_code == 302


@pytest.mark.medium
@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        ("rename", {"name_en": ""}, "This field is required"),
        ("merge", {"into": ""}, "Choose the category that stays."),
        ("merge", {"into": "life-skills"}, "Select a valid choice"),
        ("split", {"part-1-name_en": "One"}, "This field is required"),
        (
            "split",
            {"part-1-name_en": "One", "part-2-name_en": "Two", "part-3-definition_en": "A text."},
            "Give this part a name",
        ),
        (
            "split",
            {"part-1-name_en": "One", "part-2-name_en": "Two", "part-2-slug": "training-delivery"},
            "Another category already has the short name “training-delivery”",
        ),
        (
            "split",
            {"part-1-name_en": "A", "part-1-slug": "x-y", "part-2-name_en": "B", "part-2-slug": "x-y"},
            "Two categories have the short name “x-y”",
        ),
        ("reword", {"scope": "bigger"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    verb: str, fields: Mapping[str, str], sentence: str, taxonomy: Edition, facilitator_client: Client
) -> None:
    draft = make_draft(taxonomy)
    before = edition_document(draft)
    answer = facilitator_client.post(
        reverse("category_verb", args=[*E3, "life-skills", verb]), {"version": "1", **fields}
    )
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert (edition_document(draft), DraftStep.objects.count()) == (before, 0)


def test_a_short_name_of_a_retired_category_is_not_given_away(taxonomy: Edition, facilitator_client: Client) -> None:
    draft = make_draft(taxonomy)
    retire_category(draft.categories.get(slug="life-skills"), by=None)
    answer = facilitator_client.post(reverse("category_new", args=E3), {"name_en": "Other", "slug": "life-skills"})
    assert (answer.status_code, "belonged to another category" in answer.content.decode()) == (422, True)
    answer = facilitator_client.post(reverse("category_new", args=E3), {"name_en": "Life skills"})
    assert (answer.status_code, draft.categories.filter(slug="life-skills-2").exists()) == (302, True)


def test_texts_too_long_to_be_joined_are_refused(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    for slug, letter in (("life-skills", "a"), ("training-delivery", "b")):
        draft.categories.get(slug=slug).texts.filter(language="en").update(definition=letter * 15_000)
    with pytest.raises(Invalid, match="more than 20000 characters"):
        merge_category(draft.categories.get(slug="life-skills"), into="training-delivery", by=None)


def test_a_file_that_replaces_the_draft_takes_its_steps_along(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    rename_category(draft.categories.get(slug="life-skills"), {"en": "Other"}, by=None)
    fill_draft(draft, edition_document(draft), by=None)
    assert not DraftStep.objects.exists()


@pytest.mark.medium
def test_parts_keep_the_place_of_the_whole_in_a_tree(db: None) -> None:
    tree = new_taxonomy(slug="sectors", names={"en": "Sectors"}, is_multi_valued=False, is_tree=True, by=None)
    draft = tree.editions.get()
    add_category(draft, values("top", 1), by=None)
    below = add_category(draft, values("below", 2, parent="top"), by=None)
    parts = [CategoryValues(words={"en": CategoryWords(name)}) for name in ("Left", "Right")]
    split_category(below, parts, by=None)
    assert [(item.slug, item.parent, item.number) for item in edition_document(draft).categories] == [
        ("top", None, 1),
        ("left", "top", 2),
        ("right", "top", 3),
    ]
    merge_category(draft.categories.get(slug="top"), into="left", by=None)
    assert [(item.slug, item.parent) for item in edition_document(draft).categories] == [
        ("left", None),
        ("right", "left"),
    ]
