"""A facilitator takes a project off public pages and puts it back, whatever its participant answered."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skillsnet.accounts.viewer import ANYONE, OPERATOR, viewer_for
from skillsnet.audit.models import AuditRecord
from skillsnet.calls.actions import drop_decisions_to_show, put_back_on_pages, take_off_pages
from skillsnet.calls.models import FollowUp, Project
from skillsnet.calls.queries import data_version
from skillsnet.core.errors import Invalid
from tests.factories import make_person, make_project, make_user

pytestmark = pytest.mark.django_db

REASON = "asked for it by mail"


def _is_public(project: Project) -> bool:
    project.refresh_from_db()
    is_listed = Project.objects.public().filter(pk=project.pk).exists()
    assert is_listed is not project.is_kept_off
    assert is_listed is not Project.objects.kept_off().filter(pk=project.pk).exists()
    return is_listed


@pytest.mark.parametrize(
    ("answer", "is_public"), [("", True), ("yes", True), ("no", False), ("unclear", False)]
)  # fmt: skip
def test_the_answer_decides_while_no_facilitator_does(answer: str, is_public: bool) -> None:
    assert _is_public(make_project(may_publish=answer)) is is_public


@pytest.mark.parametrize("answer", ["", "yes", "no", "unclear"])
def test_each_project_is_taken_off_and_put_back_and_the_map_follows(answer: str) -> None:
    project = make_project(may_publish=answer)
    if not project.is_kept_off:
        before = data_version()
        take_off_pages(project.pk, reason=REASON, by=None)
        assert not _is_public(project)
        assert data_version() > before
        assert FollowUp.objects.filter(project_numbers=[project.pk]).exists()
    put_back_on_pages(project.pk, reason=" agreed\n again ", by=None)
    assert _is_public(project)
    take_off_pages(project.pk, reason=REASON, by=None)
    assert not _is_public(project)


def test_each_decision_is_audited_without_its_words() -> None:
    project = make_project(may_publish="no")
    put_back_on_pages(project.pk, reason=REASON, by=None)
    last = AuditRecord.objects.order_by("-pk")[0]
    assert (last.act, last.subject) == ("calls.decide_publication", f"project:{project.pk}")
    assert last.detail == {"decision": "on", "previous": "", "answer": "no"}


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_without_a_reason_of_a_fitting_length_nothing_happens(reason: str) -> None:
    project = make_project()
    with pytest.raises(Invalid):
        take_off_pages(project.pk, reason=reason, by=None)
    assert _is_public(project)


def test_what_is_so_already_is_said() -> None:
    project = make_project()
    with pytest.raises(Invalid, match="already shown"):
        put_back_on_pages(project.pk, reason=REASON, by=None)
    take_off_pages(project.pk, reason=REASON, by=None)
    with pytest.raises(Invalid, match="already kept off"):
        take_off_pages(project.pk, reason=REASON, by=None)


def test_a_new_no_ends_what_a_facilitator_decided_to_show_and_nothing_else() -> None:
    shown, hidden = make_project(may_publish="unclear"), make_project()
    put_back_on_pages(shown.pk, reason=REASON, by=None)
    take_off_pages(hidden.pk, reason=REASON, by=None)
    drop_decisions_to_show([shown.pk, hidden.pk], run=1)
    assert not _is_public(shown)
    assert not _is_public(hidden)
    hidden.refresh_from_db()
    assert hidden.publication_decision == "off"


def test_who_may_open_its_page() -> None:
    member = make_user("bo@example.org")
    own = make_project(may_publish="no", contact=make_person(user=member))
    other = make_project(may_publish="no")
    withdrawn = make_project(status="withdrawn")

    def readable(viewer: object) -> set[int]:
        return set(Project.objects.readable_by(viewer).values_list("pk", flat=True))  # type: ignore[arg-type]

    assert readable(ANYONE) == set()
    assert readable(viewer_for(member)) == {own.pk}
    assert readable(OPERATOR) == {own.pk, other.pk}
    assert withdrawn.pk not in readable(OPERATOR)


def test_its_page_is_there_for_facilitators_only_and_says_so(client: Client, facilitator_client: Client) -> None:
    project = make_project("Zzhidden loom", may_publish="no")
    address = reverse("project", args=[project.pk])
    assert client.get(address).status_code == 404
    page = facilitator_client.get(address).text
    assert "Kept off public pages." in page
    assert "The participant does not want it to be shown." in page
    assert reverse("project_publication", args=[project.pk]) in page


def test_the_page_takes_it_off_and_back(facilitator_client: Client, client: Client) -> None:
    project = make_project("Zzloom")
    address = reverse("project_publication", args=[project.pk])
    refused = facilitator_client.post(address, {"act": "hide", "reason": ""})
    assert (refused.status_code, "Enter the reason." in refused.text) == (422, True)
    assert facilitator_client.post(address, {"act": "hide", "reason": REASON}).status_code == 302
    assert client.get(reverse("project", args=[project.pk])).status_code == 404
    assert REASON in facilitator_client.get(reverse("project", args=[project.pk])).text
    listed = facilitator_client.get(reverse("kept_off_projects")).text
    assert "Zzloom" in listed
    assert REASON in listed
    assert facilitator_client.post(address, {"act": "show", "reason": REASON}).status_code == 302
    assert client.get(reverse("project", args=[project.pk])).status_code == 200
    assert "Zzloom" not in facilitator_client.get(reverse("kept_off_projects")).text


def test_the_list_asks_as_often_however_long_it_is(facilitator_client: Client) -> None:
    counts = []
    for _ in range(2):
        make_project(may_publish="no")
        with CaptureQueriesContext(connection) as queries:
            facilitator_client.get(reverse("kept_off_projects"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_wrong_with_a_reason_stands_at_the_top_and_at_the_field(facilitator_client: Client) -> None:
    address = reverse("project_publication", args=[make_project().pk])
    page = facilitator_client.post(address, {"act": "hide", "reason": " "}).content.decode()
    assert page.count("Enter the reason.") == 2
    assert '<a href="#publication-reason"><bdi>Why it must not be shown</bdi></a>: Enter the reason.' in page
