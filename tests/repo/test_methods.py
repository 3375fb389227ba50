"""Every address, for everybody, by every method: what is refused is refused to all, and changes nothing."""

import hashlib

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from skillsnet.taxonomy.models import Edition
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import POST_ONLY, PUBLIC, SIGN_IN_FIRST, TABLE

pytestmark = pytest.mark.slow

Statuses = tuple[int, int, int]
Readers = tuple[Client, Client, Client]
DONE, INVALID, INSIDE = (302, 404, 302), (302, 404, 422), (302, 404, 405)
GONE, UNREADY, SEE_OTHER = (404, 404, 404), (503, 503, 503), (302, 302, 302)
# A mail program sends this form, which has a signature of its own.
ONE_CLICK = {"claim_stop": GONE, "claim_stop_reminders": GONE, "still_right_stop": GONE}
NO_CHANGE = (400, 403, 404, 405)
# What an empty form gets where that is not what the page itself is answered with.
POST: dict[str, Statuses] = {
    **dict.fromkeys(("accounts", "account_record", "work", "kept_off_projects", "removed_items"), POST_ONLY),
    "project_publication": INVALID,
    **dict.fromkeys(("work_again", "consent_withdraw", "revision_restore", "subject_put_back", "subject_remove"), DONE),
    "embedding_sites": (302, 404, 400), "embedding_site_remove": DONE,
    "account_change": (302, 404, 404), "account_browsers": (302, 404, 404),
    "account_passkeys": (302, 404, 404), "account_passkey_options": (404, 200, 200),
    "account_passkey_sign_in": SEE_OTHER, "account_passkey_sign_in_options": PUBLIC,
    **dict.fromkeys(("project_news", "news_edit"), INVALID), "news_delete": DONE,
    "claim_address": GONE, "claim_link": POST_ONLY, "invitations": POST_ONLY, "invitation_new": INVALID,
    "claim_join": GONE, "profile_separate": SEE_OTHER, "profile_delete": (302, 302, 422),
    "organisation_people": INVALID,
    "claim": GONE, "claim_code": (422, 422, 422),
    **dict.fromkeys(("hand_over", "hand_over_sheet", "address_unreachable"), DONE),
    **dict.fromkeys(("campaign_new", "campaign_edit", "allow_again"), INVALID), "campaign": POST_ONLY,
    "campaign_move": (302, 404, 404), "campaign_delete": DONE, "campaign_stop_reminders": DONE,
    **dict.fromkeys(("invitation_resend", "invitation_revoke"), DONE),
    "readyz": UNREADY, "map_short": PUBLIC, "directory_only": SEE_OTHER, "ask_for_correction": GONE,
    "annotation_rounds": SIGN_IN_FIRST, "account_logout": SEE_OTHER,
    "account_inactive": POST_ONLY,
    **dict.fromkeys(("edition_open", "edition_changes", "same_compare", "consents", "edit", "project_new"), INVALID),
    **dict.fromkeys(("outbox", "review_queue", "review_item", "pending_list", "corrections", "learning"), POST_ONLY),
    **dict.fromkeys(("suggestion_updates", "suggestion_update", "annotation_round"), POST_ONLY),
    **dict.fromkeys(("extra_fields", "imports", "import_progress", "import_rejected"), INSIDE),
    **dict.fromkeys(("same_questions", "same_choose", "merges", "project_questions", "project_answers"), INSIDE),
    **dict.fromkeys(("merge_undo", "project_merge_undo", "project_ask_again"), (302, 404, 404)),
    **dict.fromkeys(("link_new", "link_edit", "category_verb", "category_new"), INVALID),
    **dict.fromkeys(("organisation_new", "person_new"), INVALID),
    "link_names": POST_ONLY,
    "project_compare": INVALID, "import_withdraw": DONE,
    **dict.fromkeys(("outbox_again", "outbox_all_again", "learn_now"), DONE),
    **dict.fromkeys(("annotation_label", "annotation_close"), DONE),
    **dict.fromkeys(("queue_taxonomy", "review_skipped", "review_undo", "review_skip"), DONE),
    **dict.fromkeys(("confirm_categories", "confirm_several"), DONE),
    **dict.fromkeys(("review_answer", "review_decide"), (302, 404, 422)),
    **dict.fromkeys(("extra_field_withdraw", "scheme_install", "taxonomy", "edition_close", "edition_delete"), DONE),
    **dict.fromkeys(("draft_step_undo", "link_remove", "link_put_back", "person_erase"), DONE),
    **dict.fromkeys(("edition_preview", "publication_undo", "publication_letters"), DONE),
    **dict.fromkeys(("import_preview", "import_commit", "import_delete", "import_row"), DONE),
    **dict.fromkeys(("import_names", "import_row_names", "import_questions", "import_values"), INVALID),
    **dict.fromkeys(("import_reread", "import_apart", "import_repeats"), DONE),
    **dict.fromkeys(("import_guess", "import_resume", "import_answer_several", "import_values_again"), DONE),
}  # fmt: skip
# Views that name their methods say no to asking for them; the others answer as to a reader.
OPTIONS: dict[str, Statuses] = {
    "readyz": UNREADY, "account_logout": PUBLIC,
    **{name: found for name, found in POST.items() if found in (POST_ONLY, INSIDE) and name != "account_inactive"},
    **dict.fromkeys(("annotation_rounds", "annotation_label", "accounts", "account_login"), POST_ONLY),
    **dict.fromkeys(("claim", "claim_decline", "claim_stop", "claim_stop_reminders"), POST_ONLY),
    **dict.fromkeys(("profile", "profile_visibility", "profile_delete", "account_browsers"), POST_ONLY),
    **dict.fromkeys(("account_passkeys", "account_passkey_options"), POST_ONLY),
    **dict.fromkeys(("account_passkey_sign_in", "account_passkey_sign_in_options"), POST_ONLY),
    **dict.fromkeys(("profile_confirm", "profile_looks", "profile_data", "profile_data_file"), POST_ONLY),
    "organisation_people": POST_ONLY,
    **dict.fromkeys(("still_right", "still_right_stop"), POST_ONLY),
    **dict.fromkeys(("project_news", "news_edit", "news_delete"), POST_ONLY),
    **dict.fromkeys(("invitation_new", "campaign_new", "campaign_edit", "allow_again"), POST_ONLY),
    **dict.fromkeys(("claim_code", "hand_over", "hand_over_sheet"), POST_ONLY),
    **dict.fromkeys(("account_request_login_code", "account_confirm_login_code"), POST_ONLY),
}  # fmt: skip


@pytest.fixture
def readers(client: Client, member_client: Client, facilitator_client: Client) -> Readers:
    """Browsers of a visitor, a member and a facilitator."""
    return client, member_client, facilitator_client


@pytest.fixture
def addresses(taxonomy: Edition) -> dict[str, str]:
    """An address of each name."""
    arguments = one_of_each(taxonomy)
    return {name: reverse(name, args=arguments[kind]) for name, (kind, _) in TABLE.items()}


class _Undone(Exception):
    """Takes back what a request did."""


def asked(readers: Readers, method: str, address: str) -> Statuses:
    """Return what each of them is answered with, everything taken back after each."""
    found = []
    for reader in readers:
        cookies = reader.cookies.copy()
        try:
            with transaction.atomic():
                found.append(reader.generic(method, address).status_code)
                raise _Undone
        except _Undone:
            reader.cookies = cookies
    return (found[0], found[1], found[2])


def differences(found: dict[str, Statuses], expected: dict[str, Statuses]) -> dict[str, tuple[Statuses, Statuses]]:
    return {name: (found[name], expected[name]) for name in found if found[name] != expected[name]}


def photograph() -> str:
    """Return what stands in every table of ours, short enough to compare; a GET may note when a session was used."""
    held = hashlib.sha256()
    for model in apps.get_models():
        if model.__module__.startswith("skillsnet."):
            held.update(repr([model.__name__, *model._default_manager.order_by("pk").values_list()]).encode())
    return held.hexdigest()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_what_no_page_answers_to_is_refused_everywhere(
    method: str, addresses: dict[str, str], readers: Readers
) -> None:
    before = photograph()
    found = {name: asked(readers, method, address) for name, address in addresses.items()}
    assert (differences(found, dict.fromkeys(found, POST_ONLY)), photograph()) == ({}, before)


def test_a_head_is_a_page_without_its_body(addresses: dict[str, str], readers: Readers) -> None:
    names = [name for name in addresses if name != "readyz"]
    found = {name: asked(readers, "HEAD", addresses[name]) for name in names}
    assert differences(found, {name: TABLE[name][1] for name in names}) == {}
    assert {name for name in names if b"".join(iter(readers[2].head(addresses[name])))} == set()


def test_each_role_gets_what_the_table_says_when_it_asks_for_methods(
    addresses: dict[str, str], readers: Readers
) -> None:
    found = {name: asked(readers, "OPTIONS", address) for name, address in addresses.items()}
    assert differences(found, {name: OPTIONS.get(name, TABLE[name][1]) for name in found}) == {}


def test_a_form_without_its_token_is_refused_to_everybody_and_changes_nothing(
    addresses: dict[str, str], readers: Readers
) -> None:
    for reader in readers:
        reader.handler.enforce_csrf_checks = True
    before = photograph()
    found = {name: asked(readers, "POST", address) for name, address in addresses.items()}
    assert (differences(found, {**dict.fromkeys(found, (403, 403, 403)), **ONE_CLICK}), photograph()) == ({}, before)


def test_each_role_gets_what_the_table_says_for_an_empty_form(addresses: dict[str, str], readers: Readers) -> None:
    found = {name: asked(readers, "POST", address) for name, address in addresses.items()}
    assert differences(found, {name: POST.get(name, TABLE[name][1]) for name in found}) == {}


def test_nothing_that_facilitators_alone_may_changes_by_a_form_of_others(
    addresses: dict[str, str], readers: Readers
) -> None:
    before = photograph()
    for name, address in addresses.items():
        if TABLE[name][1] in (SIGN_IN_FIRST, INSIDE) or POST.get(name) in (DONE, POST_ONLY):
            assert [reader.post(address).status_code for reader in readers[:2]] in ([302, 404], [405, 405])
    assert photograph() == before
