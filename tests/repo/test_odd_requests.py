"""What no page can read is refused with a sentence, and what is no number breaks nothing."""

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.models import Edition
from skillsnet.web.encodings import only_utf8
from tests.fuzzing.asking import FORM, MULTIPART, multipart
from tests.repo.objects import one_of_each
from tests.repo.test_addresses import TABLE

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "skillsnet"
# Reads each cell's row in its tightest loop, and cuts before it converts.
OWN_NUMBERS = {"intake/sandbox/xlsx.py", "core/numbers.py"}
PUBLIC_FORMS = [("map_short", "query"), ("directory_only", "ids"), ("directory_only", "next"), ("set_language", "next"),
                ("account_login", "login"), ("account_signup", "email")]  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(("name", "field"), PUBLIC_FORMS)
def test_a_form_with_a_nul_is_refused_before_any_page_sees_it(client: Client, name: str, field: str) -> None:
    broken = multipart([(field, "q=a\x00b")])
    for body, kind in ((f"{field}=country%3DKE%26q%3D%00".encode(), FORM), (broken, MULTIPART)):
        answer = client.generic("POST", reverse(name), body, kind)
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert b"The form contains a NUL character" in answer.content


def test_a_nul_in_the_name_of_a_field_or_in_a_cookie_is_refused(client: Client) -> None:
    assert client.generic("POST", reverse("map_short"), b"a%00=1", FORM).status_code == 400
    session = client.get(reverse("home"), HTTP_COOKIE='sessionid="\\000aaaaaaaaaa"')
    assert (session.status_code, b"cookie" in session.content) == (400, True)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream"])
def test_a_body_that_is_no_form_is_refused(client: Client, kind: str) -> None:
    assert client.generic("POST", reverse("map_short"), b'{"query": "\\ud800\\u0000"}', kind).status_code == 415


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_no_page_answers_to_is_refused_everywhere(client: Client, method: str) -> None:
    answer = client.generic(method, reverse("home"))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("charset", ["rot13", "idna", "utf-7", "zlib", "utf-16", "²", '"x"'])
def test_text_is_read_as_utf8_whatever_a_request_says(client: Client, charset: str) -> None:
    client.handler = only_utf8(client.handler)  # type: ignore[assignment]
    for kind in (f"{FORM}; charset={charset}", f"{FORM}; Charset*={charset}; x=y"):
        assert client.generic("GET", f"{reverse('directory')}?q=%C3%A9", b"", kind).status_code == 200
        assert client.generic("POST", reverse("map_short"), b"query=q%3D%C3%A9", kind).status_code == 200


@pytest.mark.parametrize("version", ["²", "9" * 5000, "-1", "1e9", "\u0663", ""])
def test_a_version_that_is_no_number_saves_nothing_and_shows_the_page(
    taxonomy: Edition, facilitator_client: Client, version: str
) -> None:
    draft = start_draft(taxonomy.taxonomy, by=None)
    address = reverse("edition_changes", args=["skills", draft.number])
    assert facilitator_client.post(address, {"version": version}).status_code == 422


@pytest.mark.parametrize("number", ["²", "9" * 5000, "9" * 19, "٣", "-1", "1.5"])
@pytest.mark.parametrize("name", ["selected", "edition", "width", "page", "from", "to", "only"])
def test_a_number_in_an_address_that_is_none_breaks_no_page(client: Client, name: str, number: str) -> None:
    for page in ("map", "map_embed", "directory", "map_picture_svg", "category_changes"):
        assert client.get(reverse(page), {name: number}).status_code < 500, page


@pytest.mark.parametrize("number", [2**63, 10**24])
def test_a_number_no_database_holds_names_nothing_in_any_address(
    number: int, taxonomy: Edition, facilitator_client: Client
) -> None:
    arguments, found = one_of_each(taxonomy), {}
    for name, (kind, _) in TABLE.items():
        numbered = [number if isinstance(part, int) else part for part in arguments[kind]]
        if numbered != arguments[kind]:
            address = reverse(name, args=numbered)
            found[name] = {facilitator_client.get(address).status_code, facilitator_client.post(address).status_code}
    assert len(found) > 40
    assert {name: statuses for name, statuses in found.items() if statuses != {404}} == {}


def test_no_number_is_read_behind_isdigit_which_says_yes_to_powers() -> None:
    found = {
        (path.relative_to(SOURCE).as_posix(), function.name)
        for path in SOURCE.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and _reads_number(function)
    }
    assert {file for file, _ in found} - OWN_NUMBERS == set(), found


def _reads_number(function: ast.FunctionDef) -> bool:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    checks = {call.attr for call in calls if isinstance(call, ast.Attribute)} & {"isdigit", "isdecimal", "isnumeric"}
    return bool(checks) and any(isinstance(call, ast.Name) and call.id == "int" for call in calls)
