"""News of a project: written by its member, read by everybody, with the names and addresses in it hidden."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from skillsnet.calls.actions import add_news
from skillsnet.calls.actions.news import MOST_NEWS
from skillsnet.calls.actions.redaction import redact_person
from skillsnet.calls.models import NewsItem, Project
from skillsnet.intake.actions.project_merging import merge_projects, undo_project_merge
from skillsnet.participants.texts import words_for_computing
from tests.factories import make_person, make_project, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.medium]
DAY = "2026-03-04"


@pytest.fixture
def project() -> Project:
    """A project of a member, whose name nobody has agreed to show."""
    person = make_person("Ada Zzmember", email="ada@example.org", user=make_user("ada@example.org"))
    return make_project("Sewing for all", contact=person, language="en")


@pytest.fixture
def ada(project: Project) -> Client:
    """The member's browser."""
    browser = Client()
    assert project.contact is not None
    assert project.contact.user is not None
    browser.force_login(project.contact.user)
    return browser


def _values(text: str, **values: str) -> dict[str, str]:
    return {"text": text, "happened_on": DAY, "language": "en", **values}


def test_a_member_writes_news_and_everybody_reads_them(project: Project, ada: Client) -> None:
    path = f"/projects/{project.pk}/news/"
    answer = ada.post(path, _values("We opened a second workshop.\r\nIt has ten machines."))
    assert answer["Location"] == f"/projects/{project.pk}/#news"
    page = Client().get(f"/projects/{project.pk}/").content.decode()
    assert ("We opened a second workshop.<br>It has ten machines." in page, "March 4, 2026" in page) == (True, True)
    assert ("Write news" in page, "news_edit" in page) == (False, False)
    assert "Write news" in ada.get(f"/projects/{project.pk}/").content.decode()
    found = Client().get("/directory/", {"q": "machines"}).content.decode()
    assert "Sewing for all" in found


def test_names_addresses_and_numbers_in_news_are_hidden_and_erased(project: Project, ada: Client) -> None:
    ada.post(f"/projects/{project.pk}/news/", _values("Ada Zzmember (zz@example.org, +254 722 111222) won a prize."))
    address = f"/projects/{project.pk}/"
    page = Client().get(address).content.decode()
    assert [word for word in ("Zzmember", "zz@example.org", "722 111222") if word in page] == []
    assert "won a prize" in page
    assert "Sewing for all" not in Client().get("/directory/", {"q": "Zzmember"}).content.decode()
    assert "Ada Zzmember" in ada.get(address).content.decode()
    assert project.contact is not None
    redact_person(project.contact)
    assert "Zzmember" not in words_for_computing(NewsItem.objects.get().text)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": "  "}, "This field is required."),
        ({"happened_on": "2999-01-01"}, "is still to come"),
        ({"happened_on": "soon"}, "Enter a valid date"),
        ({"text": "a" * 601}, "600"),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence(
    project: Project, ada: Client, values: dict[str, str], sentence: str
) -> None:
    answer = ada.post(f"/projects/{project.pk}/news/", {**_values("We opened."), **values})
    assert (answer.status_code, sentence in answer.content.decode(), NewsItem.objects.count()) == (422, True, 0)


def test_the_same_news_sent_twice_is_one_and_too_many_are_refused(
    project: Project, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/projects/{project.pk}/news/"
    for _time in range(2):
        ada.post(path, _values("We opened."))
    assert NewsItem.objects.count() == 1
    assert MOST_NEWS == 100
    monkeypatch.setattr("skillsnet.calls.actions.news.MOST_NEWS", 1)
    answer = ada.post(path, _values("We closed."))
    assert (answer.status_code, "Delete an old one" in answer.content.decode()) == (422, True)


def test_news_are_changed_and_the_second_of_two_writers_sees_both_texts(project: Project, ada: Client) -> None:
    item = add_news(project.pk, text="We opend.", happened_on=timezone.localdate(), language="en", by=None)
    path = f"/projects/{project.pk}/news/{item.pk}/"
    seen = {"version": "new"}
    assert ada.post(path, {**_values("We opened."), **seen}).status_code == 302
    answer = ada.post(path, {**_values("We have opened."), **seen})
    assert (answer.status_code, "Somebody changed it to “We opened.” meanwhile." in answer.content.decode()) == (
        422,
        True,
    )
    assert (
        ada.post(path, {**_values("We have opened."), "version": answer.context["form"].data["version"]}).status_code
        == 302
    )
    page = Client().get(f"/projects/{project.pk}/").content.decode()
    assert ("We have opened." in page, "changed on" in page) == (True, True)


def test_a_text_that_stays_keeps_the_names_that_its_editor_may_not_see(project: Project, ada: Client) -> None:
    other = make_person("Bo Zzother")
    project.named_people.create(person=other)
    item = add_news(project.pk, text="Bo Zzother won.", happened_on=timezone.localdate(), language="en", by=None)
    path = f"/projects/{project.pk}/news/{item.pk}/"
    shown = ada.get(path).context["form"].initial["text"]
    assert "Zzother" not in shown
    ada.post(path, {**_values(shown), "version": "new"})
    facilitator = Client()
    facilitator.force_login(make_user("fay@example.org", role="facilitator"))
    assert "Bo Zzother won." in facilitator.get(f"/projects/{project.pk}/").content.decode()


def test_news_are_deleted_for_good_and_only_by_a_form(project: Project, ada: Client) -> None:
    item = add_news(project.pk, text="We opened.", happened_on=timezone.localdate(), language="en", by=None)
    path = f"/projects/{project.pk}/news/{item.pk}/"
    assert ada.get(f"{path}delete/")["Location"] == path
    assert ada.post(f"{path}delete/")["Location"] == f"/projects/{project.pk}/news/"
    assert (ada.get(path).status_code, ada.post(f"{path}delete/").status_code) == (404, 404)
    assert "We opened." not in Client().get(f"/projects/{project.pk}/").content.decode()


def test_nobody_else_writes_changes_or_deletes(project: Project) -> None:
    item = add_news(project.pk, text="We opened.", happened_on=timezone.localdate(), language="en", by=None)
    eve = Client()
    eve.force_login(make_user("eve@example.org"))
    paths = [f"/projects/{project.pk}/news/{end}" for end in ("", f"{item.pk}/", f"{item.pk}/delete/")]
    for path in paths:
        assert [eve.get(path).status_code, eve.post(path, _values("Mine.")).status_code] == [404, 404], path
        assert Client().post(path)["Location"].startswith("/accounts/login/"), path
    own = make_project("Of Eve", contact=make_person("Eve", user=make_user("eve2@example.org")))
    second = Client()
    second.force_login(own.contact.user)  # type: ignore[union-attr,arg-type]
    # Another project's news behind one's own project.
    assert second.post(f"/projects/{own.pk}/news/{item.pk}/delete/").status_code == 404
    assert NewsItem.objects.get().project_id == project.pk


def test_news_follow_a_merge_of_projects_and_its_undoing(project: Project) -> None:
    other = make_project("Sewing for everyone")
    add_news(other.pk, text="We opened.", happened_on=timezone.localdate(), language="en", by=None)
    merge = merge_projects(project, other, take=(), by=None)
    assert "We opened." in Client().get(f"/projects/{project.pk}/").content.decode()
    undo_project_merge(merge, by=None)
    assert NewsItem.objects.get().project_id == other.pk


def test_a_page_reads_as_often_for_one_news_as_for_thirty(project: Project) -> None:
    counts = []
    for number in (1, 30):
        for each in range(number):
            day = timezone.localdate() - timedelta(days=each)
            NewsItem.objects.create(project=project, text=f"News {number} {each}", happened_on=day)
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/projects/{project.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
