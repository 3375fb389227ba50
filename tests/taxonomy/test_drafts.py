"""Working on an edition beside the one in force: nothing else changes, nobody overwrites another, frozen is frozen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from skillsnet.audit.models import AuditRecord
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import Change, Kind, load_skills_taxonomy
from skillsnet.taxonomy.actions import (
    add_category,
    back_to_draft,
    change_category,
    delete_draft,
    new_taxonomy,
    open_for_comment,
    publish_edition,
    republish_previous,
    retire_category,
    set_correspondence,
    set_note,
    start_draft,
)
from skillsnet.taxonomy.actions.guards import EditConflict
from skillsnet.taxonomy.enums import NEXT, UNDONE, CorrespondenceKind, EditionState
from skillsnet.taxonomy.models import Category, Correspondence, Edition
from skillsnet.taxonomy.queries import (
    changes_into,
    current_categories,
    edition_before,
    edition_document,
    named_categories,
    taxonomy_document,
)
from skillsnet.taxonomy.queries.problems import why_not_publish
from tests.taxonomy.drafts import make_draft, values

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


def states(edition: Edition) -> list[tuple[int, str]]:
    return list(Edition.objects.filter(taxonomy=edition.taxonomy).order_by("number").values_list("number", "state"))


def test_what_ships_stands_as_it_ships(taxonomy: Edition) -> None:
    assert taxonomy_document(taxonomy.taxonomy) == load_skills_taxonomy()


def test_every_state_has_its_place() -> None:
    assert set(NEXT) == set(UNDONE) == set(EditionState)
    assert {state for states in (*NEXT.values(), *UNDONE.values()) for state in states} <= set(EditionState)


def test_the_kinds_are_those_of_core() -> None:
    assert [str(kind) for kind in Kind] == CorrespondenceKind.values


def test_a_draft_is_a_copy_with_every_category_kept(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    assert states(taxonomy) == [(1, "superseded"), (2, "published"), (3, "draft")]
    assert edition_document(draft).categories == edition_document(taxonomy).categories
    kept = [(change.old, change.new, change.kind) for change in changes_into(draft, before=taxonomy)]
    assert kept == [(one.slug, one.slug, "kept") for one in taxonomy.categories.all()]
    assert why_not_publish(draft) == []


def test_a_draft_changes_nothing_for_anybody(taxonomy: Edition) -> None:
    before = (current_categories("en"), named_categories())
    draft = make_draft(taxonomy)
    add_category(draft, values(), by=None)
    retire_category(draft.categories.get(slug="life-skills"), by=None)
    assert (current_categories("en"), named_categories()) == before


def test_there_is_one_edition_at_work_at_a_time(taxonomy: Edition) -> None:
    make_draft(taxonomy)
    with pytest.raises(Invalid, match="Edition 3 is already in preparation"):
        start_draft(taxonomy.taxonomy, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(taxonomy=taxonomy.taxonomy, number=4)


def test_a_frozen_edition_refuses_every_write(taxonomy: Edition) -> None:
    category = taxonomy.categories.get(slug="life-skills")
    before = taxonomy_document(taxonomy.taxonomy)
    writes = [
        lambda: add_category(taxonomy, values(), by=None),
        lambda: change_category(category, values(), version=category.version, by=None),
        lambda: retire_category(category, by=None),
        lambda: set_correspondence(taxonomy, [], version=taxonomy.version, by=None),
        lambda: set_note(taxonomy, {"en": "No"}, version=taxonomy.version, by=None),
        lambda: open_for_comment(taxonomy, until=TOMORROW, by=None),
        lambda: back_to_draft(taxonomy, by=None),
        lambda: delete_draft(taxonomy, by=None),
        lambda: publish_edition(taxonomy, by=None),
    ]
    for write in writes:
        with pytest.raises(Invalid, match="Edition 2 has been published and cannot be changed"):
            write()
    assert taxonomy_document(taxonomy.taxonomy) == before


def test_a_change_on_an_older_state_is_refused_and_nothing_lost(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    category = draft.categories.get(slug="life-skills")
    change_category(category, values("life-skills", 9, mark="X"), version=1, by=None)
    with pytest.raises(EditConflict, match="Somebody else changed “life-skills”"):
        change_category(category, values("life-skills", 9, mark="Y"), version=1, by=None)
    standing = Category.objects.get(pk=category.pk)
    assert (standing.mark, standing.version) == ("X", 2)
    set_note(draft, {"en": "First"}, version=1, by=None)
    for write in (
        lambda: set_note(draft, {"en": "Second"}, version=1, by=None),
        lambda: set_correspondence(draft, [], version=1, by=None),
    ):
        with pytest.raises(EditConflict, match="Somebody else changed this"):
            write()
    draft.refresh_from_db()
    assert (draft.notes, len(changes_into(draft, before=taxonomy))) == ({"en": "First"}, 9)


def test_an_added_category_counts_as_added_until_something_else_is_said(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    add_category(draft, values(), by=None)
    assert changes_into(draft, before=taxonomy)[-1] == Change(None, "green-skills", "added", {}, 3)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (values("life-skills"), "Another category already has the short name “life-skills”"),
        (values(number=9), "Another category already has the number 9"),
        (values(parent="life-skills"), "This taxonomy has only one level"),
    ],
)
def test_a_second_category_of_one_name_or_number_is_refused(wrong: object, said: str, taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    with pytest.raises(Invalid, match=said):
        add_category(draft, wrong, by=None)  # type: ignore[arg-type]
    assert draft.categories.count() == 9


def test_a_category_cannot_stand_below_itself(db: None) -> None:
    tree = new_taxonomy(slug="sectors", names={"en": "Sectors"}, is_multi_valued=False, is_tree=True, by=None)
    draft = tree.editions.get()
    top = add_category(draft, values("top", 1), by=None)
    add_category(draft, values("below", 2, parent="top"), by=None)
    with pytest.raises(Invalid, match="“top” cannot be below “below”"):
        change_category(top, values("top", 1, parent="below"), version=1, by=None)
    with pytest.raises(Invalid, match="“nowhere” is not a category"):
        add_category(draft, values("third", 3, parent="nowhere"), by=None)
    assert [(one.slug, one.parent) for one in edition_document(draft).categories] == [("top", None), ("below", "top")]


def test_a_pair_that_stands_twice_is_refused_and_a_contradiction_blocks_publishing(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    kept = changes_into(draft, before=taxonomy)
    with pytest.raises(Invalid, match="What happened to “Life skills” is recorded twice"):
        set_correspondence(draft, [*kept, kept[-1]], version=1, by=None)
    with pytest.raises(Invalid, match="“media” is not a category of this edition"):
        set_correspondence(draft, [*kept, Change("life-skills", "media", "split", {})], version=1, by=None)
    set_correspondence(draft, [*kept, Change("life-skills", None, "retired", {})], version=1, by=None)
    assert why_not_publish(draft) == ["“Life skills” is marked as both retired and kept. Choose one of the two."]
    set_correspondence(draft, kept[:-1], version=2, by=None)
    assert why_not_publish(draft) == [
        ("What happened to “Life skills” from the previous edition is not recorded. Choose what happened to it.")
    ]


def test_rows_that_stay_keep_their_place(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    before = list(Correspondence.objects.filter(new__edition=draft).values_list("pk", flat=True))
    set_correspondence(draft, changes_into(draft, before=taxonomy), version=1, by=None)
    assert list(Correspondence.objects.filter(new__edition=draft).values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("kind", "has_old", "has_new"),
    [("added", True, True), ("retired", True, True), ("kept", False, True), ("kept", True, False),
     ("added", False, False), ("eaten", True, True)],
)  # fmt: skip
def test_the_database_keeps_kinds_and_ends_together(kind: str, has_old: bool, has_new: bool, taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    old = taxonomy.categories.get(slug="life-skills") if has_old else None
    new = draft.categories.get(slug="training-delivery") if has_new else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Correspondence.objects.create(old=old, new=new, kind=kind)


def test_the_database_refuses_a_category_retired_or_added_twice(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    ends = ({"old": taxonomy.categories.first(), "kind": "retired"}, {"new": draft.categories.first(), "kind": "added"})
    for end in ends:
        Correspondence.objects.create(**end)
        with pytest.raises(IntegrityError), transaction.atomic():
            Correspondence.objects.create(**end)


def test_open_for_comment_and_back(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    with pytest.raises(Invalid, match="has passed"):
        open_for_comment(draft, until=date(2020, 11, 1), by=None)
    opened = open_for_comment(draft, until=TOMORROW, by=None)
    assert (opened.state, opened.comment_until) == ("open", TOMORROW)
    closed = back_to_draft(opened, by=None)
    assert (closed.state, closed.comment_until) == ("draft", None)


def test_deleting_a_draft_leaves_no_trace_of_it(taxonomy: Edition) -> None:
    before = (taxonomy_document(taxonomy.taxonomy), Correspondence.objects.count())
    draft = make_draft(taxonomy)
    kept = changes_into(draft, before=taxonomy)
    set_correspondence(draft, [*kept[:-1], Change("life-skills", None, "retired", {})], version=1, by=None)
    delete_draft(draft, by=None)
    assert (taxonomy_document(taxonomy.taxonomy), Correspondence.objects.count()) == before


@pytest.mark.medium
@pytest.mark.parametrize("is_open", [False, True])
def test_publishing_and_taking_it_back_is_exact(is_open: bool, taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    if is_open:
        draft = open_for_comment(draft, until=TOMORROW, by=None)
    before = list(Edition.objects.order_by("pk").values())
    publish_edition(draft, by=None)
    assert states(taxonomy) == [(1, "superseded"), (2, "superseded"), (3, "published")]
    republish_previous(draft, by=None)
    assert list(Edition.objects.order_by("pk").values()) == before


def test_publication_is_refused_with_every_reason_and_nothing_half_done(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    category = draft.categories.get(slug="life-skills")
    category.texts.filter(language="en").update(definition="Soft")
    draft.categories.get(slug="training-delivery").texts.filter(language="en").update(definition="")
    with pytest.raises(Invalid) as refused:
        publish_edition(draft, by=None)
    assert list(refused.value.problems) == [
        "“Training delivery” has no definition in English. Write what belongs in the category.",
        (
            "The definition of “Life skills” is one word, “Soft”. Write a sentence that explains what "
            "belongs in the category."
        ),
    ]
    assert states(taxonomy)[1:] == [(2, "published"), (3, "draft")]


def test_a_publication_is_not_taken_back_over_a_later_draft(taxonomy: Edition) -> None:
    third = publish_edition(make_draft(taxonomy), by=None)
    start_draft(taxonomy.taxonomy, by=None)
    with pytest.raises(Invalid, match="Edition 4 was started from edition 3"):
        republish_previous(third, by=None)


def test_only_what_was_published_here_can_be_taken_back(taxonomy: Edition) -> None:
    for edition in (taxonomy, edition_before(taxonomy), make_draft(taxonomy)):
        assert edition is not None
        with pytest.raises(Invalid, match="the publication of the edition in force"):
            republish_previous(edition, by=None)


def test_each_write_leaves_its_line_in_the_trail(taxonomy: Edition, facilitator: object) -> None:
    by = facilitator.pk  # type: ignore[attr-defined]
    draft = start_draft(taxonomy.taxonomy, by=by)
    category = add_category(draft, values(), by=by)
    change_category(category, values(), version=1, by=by)
    retire_category(category, by=by)
    set_note(draft, {}, version=3, by=by)
    set_correspondence(draft, changes_into(draft, before=taxonomy), version=4, by=by)
    open_for_comment(draft, until=TOMORROW, by=by)
    back_to_draft(draft, by=by)
    republish_previous(publish_edition(draft, by=by), by=by)
    delete_draft(draft, by=by)
    acts = list(AuditRecord.objects.filter(by_user=by).order_by("pk").values_list("act", flat=True))
    assert acts == [
        f"taxonomy.{act}"
        for act in ("start_draft", "add_category", "change_category", "retire_category", "set_note",
                    "set_correspondence", "open", "close", "publish", "republish_previous", "delete_draft")
    ]  # fmt: skip
