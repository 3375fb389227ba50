"""Every address, for everybody: who gets what, and that none is missing from this table."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.taxonomy.models import Edition
from tests.fuzzing.addresses import address_names
from tests.repo.objects import one_of_each

pytestmark = pytest.mark.slow

# Name: (arguments by kind, status for a visitor, for a member, for a facilitator)
PUBLIC = (200, 200, 200)
HIDDEN = (404, 404, 200)
SIGN_IN_FIRST = (302, 404, 200)
POST_ONLY = (405, 405, 405)
TABLE: dict[str, tuple[str, tuple[int, int, int]]] = {
    "home": ("", PUBLIC),
    "healthz": ("", PUBLIC),
    # No worker runs beside the tests.
    "readyz": ("", (503, 503, 503)),
    "map": ("", PUBLIC),
    "map_matches": ("", PUBLIC),
    "map_metrics": ("", PUBLIC),
    "map_embed": ("", PUBLIC),
    "map_short": ("", POST_ONLY),
    "map_short_link": ("short", (302, 302, 302)),
    "map_picture_svg": ("", PUBLIC),
    "map_picture_png": ("", PUBLIC),
    "map_json": ("", PUBLIC),
    "map_gexf": ("", PUBLIC),
    "map_graphml": ("", PUBLIC),
    "map_kumu_xlsx": ("", PUBLIC),
    "map_kumu_json": ("", PUBLIC),
    "map_file": ("missing", (404, 404, 404)),
    "directory": ("", PUBLIC),
    "directory_only": ("", POST_ONLY),
    "directory_csv": ("", PUBLIC),
    "directory_xlsx": ("", PUBLIC),
    "project": ("project", PUBLIC),
    "project_sheet": ("project", PUBLIC),
    "former_project": ("project", (301, 301, 301)),
    "former_project_sheet": ("project", (301, 301, 301)),
    "categories": ("", PUBLIC),
    "category": ("slug", PUBLIC),
    "category_in_edition": ("edition", PUBLIC),
    "category_changes": ("", PUBLIC),
    "category_edition": ("number", PUBLIC),
    "category_by_number": ("position", (302, 302, 302)),
    "edition_download": ("download", PUBLIC),
    "changes_download": ("number", PUBLIC),
    "countries": ("", PUBLIC),
    "country": ("code", PUBLIC),
    "facilitate": ("", HIDDEN),
    "outbox": ("", HIDDEN),
    "accounts": ("", SIGN_IN_FIRST),
    "account_record": ("", SIGN_IN_FIRST),
    "work": ("", SIGN_IN_FIRST),
    "work_again": ("", POST_ONLY),
    "account_change": ("user", POST_ONLY),
    "kept_off_projects": ("", SIGN_IN_FIRST),
    "project_publication": ("project", SIGN_IN_FIRST),
    "consents": ("person", SIGN_IN_FIRST),
    "edit": ("edited", SIGN_IN_FIRST),
    "revision_restore": ("revision", POST_ONLY),
    "removed_projects": ("", SIGN_IN_FIRST),
    "project_remove": ("project", SIGN_IN_FIRST),
    "project_put_back": ("project", POST_ONLY),
    "consent_withdraw": ("consent", POST_ONLY),
    "outbox_again": ("mail", POST_ONLY),
    "outbox_all_again": ("", POST_ONLY),
    "extra_fields": ("", SIGN_IN_FIRST),
    "extra_field_new": ("", SIGN_IN_FIRST),
    "extra_field": ("field", SIGN_IN_FIRST),
    "extra_field_withdraw": ("field", (302, 404, 405)),
    "taxonomies": ("", SIGN_IN_FIRST),
    "taxonomy_new": ("", SIGN_IN_FIRST),
    "scheme_install": ("list", (302, 404, 405)),
    "taxonomy_from_file": ("", SIGN_IN_FIRST),
    "taxonomy_export": ("whole", SIGN_IN_FIRST),
    "taxonomy": ("taxonomy", SIGN_IN_FIRST),
    "edition": ("draft", SIGN_IN_FIRST),
    "edition_open": ("draft", (302, 404, 405)),
    "edition_close": ("draft", (302, 404, 405)),
    "edition_delete": ("draft", SIGN_IN_FIRST),
    "edition_note": ("draft", SIGN_IN_FIRST),
    "edition_changes": ("draft", SIGN_IN_FIRST),
    "edition_export": ("draft_file", SIGN_IN_FIRST),
    "edition_changes_export": ("draft", SIGN_IN_FIRST),
    "edition_from_file": ("draft", SIGN_IN_FIRST),
    "category_new": ("draft", SIGN_IN_FIRST),
    "network_export": ("", SIGN_IN_FIRST),
    "category_edit": ("drafted", SIGN_IN_FIRST),
    "category_verb": ("drafted_verb", SIGN_IN_FIRST),
    "draft_step_undo": ("draft_step", POST_ONLY),
    "edition_moves": ("draft", SIGN_IN_FIRST),
    "edition_preview": ("draft", (302, 404, 405)),
    "edition_preview_progress": ("draft", SIGN_IN_FIRST),
    "edition_publish": ("draft", SIGN_IN_FIRST),
    "edition_publication": ("draft", (302, 404, 302)),
    "publication": ("publication", SIGN_IN_FIRST),
    "publication_progress": ("publication", SIGN_IN_FIRST),
    "publication_undo": ("publication", (302, 404, 405)),
    "publication_letters": ("publication", (302, 404, 405)),
    "review_queue": ("", HIDDEN),
    "review_item": ("project", HIDDEN),
    "pending_list": ("", HIDDEN),
    "corrections": ("", HIDDEN),
    "learning": ("", HIDDEN),
    "suggestion_updates": ("", HIDDEN),
    "suggestion_update": ("relearning", HIDDEN),
    "annotation_rounds": ("", HIDDEN),
    "annotation_round": ("annotation_round", HIDDEN),
    "annotation_label": ("annotation_round", HIDDEN),
    "annotation_close": ("annotation_round", POST_ONLY),
    "former_annotation_rounds": ("", (301, 301, 301)),
    "former_annotation_round": ("annotation_round", (301, 301, 301)),
    "former_annotation_label": ("annotation_round", (301, 301, 301)),
    "queue_taxonomy": ("taxonomy", POST_ONLY),
    "review_skipped": ("", POST_ONLY),
    "learn_now": ("", POST_ONLY),
    "review_undo": ("decision", POST_ONLY),
    "review_decide": ("project", POST_ONLY),
    "review_answer": ("project", POST_ONLY),
    "review_skip": ("project", POST_ONLY),
    "organisation_suggestions": ("organisation", SIGN_IN_FIRST),
    "ask_for_correction": ("project", POST_ONLY),
    "confirm_categories": ("project", POST_ONLY),
    "imports": ("", SIGN_IN_FIRST),
    "import_new": ("", SIGN_IN_FIRST),
    "project_new": ("", SIGN_IN_FIRST),
    "import_columns": ("run", SIGN_IN_FIRST),
    "import_preview": ("run", SIGN_IN_FIRST),
    "import_commit": ("run", (302, 404, 405)),
    "import_progress": ("run", (302, 404, 302)),
    "import_undo": ("run", (302, 404, 302)),
    "import_delete": ("run", SIGN_IN_FIRST),
    "import_rejected": ("run", SIGN_IN_FIRST),
    "import_row": ("row", SIGN_IN_FIRST),
    "import_answer": ("row", (302, 404, 405)),
    "import_names": ("run", (302, 404, 405)),
    "import_row_names": ("row", (302, 404, 405)),
    "import_questions": ("run", SIGN_IN_FIRST),
    "import_values": ("run", SIGN_IN_FIRST),
    "import_reread": ("run", (302, 404, 405)),
    "import_apart": ("run", (302, 404, 405)),
    "import_repeats": ("run", (302, 404, 405)),
    "import_answer_several": ("run", (302, 404, 405)),
    "import_guess": ("run", (302, 404, 405)),
    "import_resume": ("run", (302, 404, 405)),
    "import_withdraw": ("run", (302, 404, 405)),
    "project_questions": ("", SIGN_IN_FIRST),
    "project_compare": ("project_pair", SIGN_IN_FIRST),
    "project_answers": ("", SIGN_IN_FIRST),
    "project_ask_again": ("project", (302, 404, 405)),
    "project_merge_undo": ("project", (302, 404, 405)),
    "same_questions": ("", SIGN_IN_FIRST),
    "same_choose": ("organisation", SIGN_IN_FIRST),
    "same_compare": ("pair", SIGN_IN_FIRST),
    "merges": ("", SIGN_IN_FIRST),
    "merge_undo": ("organisation", (302, 404, 405)),
    "set_language": ("", (302, 302, 302)),
    "account_login": ("", (200, 302, 302)),
    "account_request_login_code": ("", (200, 302, 302)),
    "account_confirm_login_code": ("", (302, 302, 302)),
    "account_logout": ("", (302, 200, 200)),
    "account_inactive": ("", PUBLIC),
    "account_signup": ("", (200, 302, 302)),
}


def test_every_address_stands_in_the_table() -> None:
    assert set(address_names()) == set(TABLE)


@pytest.fixture
def arguments(taxonomy: Edition) -> dict[str, list[object]]:
    """One thing of each kind that addresses name."""
    return one_of_each(taxonomy)


@pytest.mark.parametrize("name", TABLE)
def test_each_role_gets_what_the_table_says(
    name: str,
    arguments: dict[str, list[object]],
    client: Client,
    member_client: Client,
    facilitator_client: Client,
) -> None:
    kind, expected = TABLE[name]
    address = reverse(name, args=arguments[kind])
    statuses = tuple(reader.get(address).status_code for reader in (client, member_client, facilitator_client))
    assert statuses == expected
