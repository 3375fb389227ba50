"""Taking over a taxonomy, whole or into a draft: all of it or nothing."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from skillsnet.core.errors import Invalid
from skillsnet.core.interchange.category_tables import category_rows
from skillsnet.core.taxonomy import (
    CategoryDocument,
    EditionDocument,
    TaxonomyDocument,
    load_skills_taxonomy,
)
from skillsnet.taxonomy.actions import (
    delete_draft,
    fill_draft,
    import_taxonomy,
    install_builtin_scheme,
    new_taxonomy,
    publish_edition,
    retire_category,
    start_draft,
)
from skillsnet.taxonomy.exports import edition_file
from skillsnet.taxonomy.models import Category, Edition, Taxonomy
from skillsnet.taxonomy.queries import changes_into, current_categories, edition_document, taxonomy_document
from tests.core.taxonomy.cases import category, edition, taxonomies
from tests.factories import make_decision, make_project
from tests.taxonomy.drafts import make_draft

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(given_one=taxonomies())
def test_any_draft_comes_out_as_it_went_in(given_one: TaxonomyDocument, db: None) -> None:
    draft = replace(given_one.editions[-1], state="draft")
    wanted = replace(given_one, slug=f"t{Taxonomy.objects.count()}", editions=(draft,), correspondence=())
    assert taxonomy_document(import_taxonomy(wanted, by=None)) == wanted


def test_shipped_lists_come_in_as_drafts_and_leave_the_skills_alone(taxonomy: Edition) -> None:
    before = current_categories("en")
    for slug in ("beneficiaries", "means", "sectors"):
        found = install_builtin_scheme(slug, by=None)
        assert publish_edition(found.editions.get(), by=None).state == "published"
    assert current_categories("en") == before
    with pytest.raises(Invalid, match="The taxonomy “means” already exists"):
        install_builtin_scheme("means", by=None)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": ""}, "does not contain the short name"),
        ({"slug": "new"}, "is the address of another page"),
        ({"editions": ()}, "contains no edition"),
        ({"editions": (edition("a", number=2), edition("a", number=2))}, "Two editions have the number 2"),
        (
            {"editions": (replace(edition("a"), state="draft"), edition("a", number=2))},
            "a draft that is not its last edition",
        ),
        (
            {"editions": tuple(replace(edition("a", number=n), state="published") for n in (1, 2))},
            "more than one published edition",
        ),
        (
            {"editions": (EditionDocument(1, (category("a"), category("a", 2))),)},
            "Edition 1: Two categories have the short name “a”",
        ),
        (
            {"editions": (EditionDocument(1, (category("a", definition="Word"),), state="published"),)},
            "Edition 1: The definition of “A” is one word, “Word”",
        ),
        (
            {
                "is_tree": True,
                "editions": (EditionDocument(1, (category("a", parent="b"), category("b", 2, parent="a"))),),
            },
            "is below itself",
        ),
    ],
)
def test_what_cannot_be_taken_over_is_named_and_nothing_comes_in(change: dict[str, object], said: str) -> None:
    sound = TaxonomyDocument({"en": "Sound"}, (edition("a"),), (), slug="sound")
    with pytest.raises(Invalid) as refused:
        import_taxonomy(replace(sound, **change), by=None)  # type: ignore[arg-type]
    assert any(said in problem for problem in refused.value.problems), refused.value.problems
    assert (Taxonomy.objects.count(), Edition.objects.count(), Category.objects.count()) == (0, 0, 0)


def test_a_file_fills_a_draft_and_what_is_the_same_by_its_slug_is_kept(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    source = edition_document(draft)
    wanted = EditionDocument(3, (*source.categories[:-1], category("green-skills", 9)))
    fill_draft(draft, wanted, by=None)
    assert edition_document(draft).categories == wanted.categories
    told = [(one.old, one.new, one.kind) for one in changes_into(draft, before=taxonomy)]
    assert told[-2:] == [
        ("entrepreneurship-self-employment", "entrepreneurship-self-employment", "kept"),
        (None, "green-skills", "added"),
    ]


def test_a_file_with_two_of_one_number_leaves_the_draft_as_it_is(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    with pytest.raises(Invalid, match="has the number 1"):
        fill_draft(draft, EditionDocument(3, (category("a"), category("b"))), by=None)
    assert draft.categories.count() == 9


def test_the_founding_meeting_as_a_change_of_edition(db: None) -> None:
    whole = load_skills_taxonomy()
    first = replace(whole, editions=(replace(whole.editions[0], state="published"),), correspondence=())
    old = import_taxonomy(first, by=None)
    draft = start_draft(old, by=None)
    fill_draft(draft, whole.editions[1], whole.correspondence, by=None)
    publish_edition(draft, by=None)
    assert taxonomy_document(old) == whole


def test_formulas_are_neutral_in_csv(db: None) -> None:
    taxonomy = new_taxonomy(slug="t", names={"en": "T"}, is_multi_valued=True, is_tree=False, by=None)
    evil = CategoryDocument("a", 1, "=A", 1, {"en": replace(category("a").texts["en"], name="=cmd|' /C calc'!A0")})
    draft = fill_draft(taxonomy.editions.get(), EditionDocument(1, (evil,)), by=None)
    text = edition_file(draft, form="csv").content.decode("utf-8-sig")
    assert "'=cmd" in text
    assert ",=" not in text
    assert category_rows(edition_document(draft), languages=())[1][2] == "=A"


def test_a_draft_in_which_projects_stand_is_neither_replaced_nor_deleted(taxonomy: Edition) -> None:
    draft = make_draft(taxonomy)
    category_of_draft = draft.categories.get(slug="life-skills")
    make_decision(make_project(), (category_of_draft.slug,), edition=draft)
    before = taxonomy_document(taxonomy.taxonomy)
    writes = (
        lambda: fill_draft(draft, edition("a", number=3), by=None),
        lambda: delete_draft(draft, by=None),
        lambda: retire_category(category_of_draft, by=None),
    )
    for write in writes:
        with pytest.raises(Invalid, match="there are already projects in"):
            write()
    assert taxonomy_document(taxonomy.taxonomy) == before
