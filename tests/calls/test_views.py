"""The facilitators' pages of extra fields."""

import pytest
from django.test import Client

from skillsnet.calls.models import ExtraField
from skillsnet.calls.rules import NAMED_CATEGORIES
from tests.factories import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def columns() -> None:
    """Two projects with a column that can be a field and one that cannot."""
    for cell in ("Energy", "Water"):
        make_project(extra={"Sector & <b>": cell, "Notes": "ada@example.org"})


def said(**other: object) -> dict[str, object]:
    return {"label": "Sector", "columns": ["Sector & <b>"], "kind": "one", "audience": "members", **other}


def test_the_page_shows_what_could_be_a_field_and_leads_to_it(columns: None, facilitator_client: Client) -> None:
    page = facilitator_client.get("/facilitate/fields/").content.decode()
    assert "Sector &amp; &lt;b&gt;" in page
    assert "/facilitate/fields/new/?column=Sector%20%26%20%3Cb%3E" in page
    form = facilitator_client.get("/facilitate/fields/new/?column=Sector%20%26%20%3Cb%3E").content.decode()
    assert 'value="Sector &amp; &lt;b&gt;" id="id_columns_1" checked' in form.replace(" aria-describedby", "")
    assert "/facilitate/fields/" in facilitator_client.get("/facilitate/").content.decode()


def test_what_the_import_keeps_for_itself_is_no_column(columns: None, facilitator_client: Client) -> None:
    project = make_project(extra={NAMED_CATEGORIES: ["life-skills"], "Notes": "Zznote"})
    addresses = ("/facilitate/fields/", "/facilitate/fields/new/", f"/projects/{project.pk}/")
    pages = [facilitator_client.get(address).content.decode() for address in addresses]
    assert "Notes" in pages[0]
    assert "Zznote" in pages[2]
    assert NAMED_CATEGORIES not in "".join(pages)


def test_a_field_is_made_changed_and_withdrawn(columns: None, facilitator_client: Client) -> None:
    assert facilitator_client.post("/facilitate/fields/new/", said()).status_code == 302
    field = ExtraField.objects.get()
    assert (field.slug, field.audience, field.values.count()) == ("sector", "members", 2)
    answer = facilitator_client.post(
        "/facilitate/fields/sector/", said(label="Field of work", kind="several", separator="line")
    )
    field.refresh_from_db()
    assert (answer.status_code, field.label("en"), field.separator) == (302, "Field of work", "\n")
    assert "Field of work" in facilitator_client.get("/facilitate/fields/").content.decode()
    assert facilitator_client.post("/facilitate/fields/sector/withdraw/").status_code == 302
    assert not ExtraField.objects.exists()


def test_a_refusal_is_told_above_the_form(columns: None, facilitator_client: Client) -> None:
    page = facilitator_client.post("/facilitate/fields/new/", said(columns=["Notes"])).content.decode()
    assert "“Notes” contains addresses, telephone numbers or names of people" in page
    assert not ExtraField.objects.exists()


def test_a_column_that_no_file_has_cannot_be_chosen(columns: None, facilitator_client: Client) -> None:
    answer = facilitator_client.post("/facilitate/fields/new/", said(columns=["Elsewhere"]))
    assert (answer.status_code, ExtraField.objects.count()) == (200, 0)
