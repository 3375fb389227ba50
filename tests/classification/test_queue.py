"""The queue's pages: which project comes, what its page shows, and what an answer does."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.actions import confirm_categories, say_cannot_tell
from skillsnet.classification.actions.queue import order_queue
from skillsnet.classification.actions.suggestions import suggest_categories
from skillsnet.classification.models import Decision, QueuePosition, Relearning, Skip
from skillsnet.classification.queries.queue import Segment, next_id, queue_progress, segments
from skillsnet.core.text.unmasked import raw_words
from skillsnet.taxonomy.models import Edition
from tests.classification.test_decisions import categories, current
from tests.classification.test_suggestions import APPRENTICES
from tests.factories import make_decision, make_project, make_user

QUEUE = "/facilitate/categories/"


def _page(client: Client, address: str = QUEUE) -> str:
    return client.get(address, follow=True).content.decode()


def _answer(client: Client, pk: int, **fields: object) -> str:
    return client.post(
        f"{QUEUE}{pk}/decide/", {"answer": "placed", "expected_latest_id": 0, **fields}, follow=True
    ).content.decode()


def test_it_goes_through_the_projects_in_the_order_of_the_queue(taxonomy: Edition, facilitator: User) -> None:
    first, second, withdrawn = make_project(), make_project(), make_project(status="withdrawn")
    for position, project in enumerate([withdrawn, second, first], start=1):
        QueuePosition.objects.create(project=project, edition=taxonomy, position=position)
    new = make_project()
    order = []
    while (pk := next_id(taxonomy, user_id=facilitator.pk)) is not None:
        order.append(pk)
        say_cannot_tell(Project.objects.get(pk=pk), taxonomy, by=facilitator.pk)
    assert order == [second.pk, first.pk, new.pk]


@pytest.mark.medium
def test_the_page_shows_the_text_with_its_evidence_and_the_definitions(
    taxonomy: Edition, facilitator_client: Client
) -> None:
    make_project("Garages take apprentices", summary=f"{APPRENTICES} Write to ada@example.org.")
    suggest_categories(None)
    page = _page(facilitator_client)
    assert re.search(r"<mark>[^<]*<span class=\"mark__categories\"> \w", page)
    assert "ada@example.org" not in page
    assert page.count('class="category-row ') == 9
    # The likeliest category is chosen beforehand.
    assert re.search(r'data-key="1"', re.search(r"<input[^>]*checked[^>]*>", page)[0])  # type: ignore[index]
    assert "Why this project:" in page
    assert page.count("What is not included") >= 1


@pytest.mark.medium
def test_an_answer_leads_to_the_next_and_can_be_undone(taxonomy: Edition, facilitator_client: Client) -> None:
    first, second = make_project("First one"), make_project("Second one")
    chosen_categories = categories(taxonomy, "life-skills", "skills-ecosystem")
    sent = {"primary": chosen_categories[0].pk, "secondary": [chosen_categories[1].pk], "note": "Clear"}
    page = _answer(facilitator_client, first.pk, **sent)
    assert current(first) == [("life-skills", "facilitator"), ("skills-ecosystem", "facilitator")]
    assert f"{QUEUE}{second.pk}/decide/" in page
    decision = Decision.objects.get()
    assert decision.note == "Clear"
    page = facilitator_client.post(f"{QUEUE}undo/{decision.pk}/", follow=True).content.decode()
    assert (current(first), f"{QUEUE}{first.pk}/decide/" in page) == ([], True)


@pytest.mark.medium
def test_a_double_click_decides_once(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    for _ in range(2):
        _answer(facilitator_client, project.pk, primary=categories(taxonomy, "life-skills")[0].pk)
    assert Decision.objects.count() == 1


def test_who_decided_second_sees_what_came_in_between(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    bo = make_user("bo@example.org", role="facilitator")
    confirm_categories(project, categories(taxonomy, "life-skills"), by=bo.pk, note="From the call")
    page = _answer(facilitator_client, project.pk, primary=categories(taxonomy, "skills-ecosystem")[0].pk)
    assert "Somebody decided on this project after you opened it" in page
    assert "bo@example.org" in page
    assert "From the call" in page
    assert current(project) == [("life-skills", "facilitator")]


@pytest.mark.medium
def test_a_page_of_the_former_version_is_read_whole(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    life_skills, ecosystem = categories(taxonomy, "life-skills", "skills-ecosystem")
    sent = {"answer": "placed", "primary": life_skills.pk, "others": [ecosystem.pk], "seen": 0}
    for _ in range(2):
        page = facilitator_client.post(f"{QUEUE}{project.pk}/decide/", sent, follow=True).content.decode()
    assert current(project) == [("life-skills", "facilitator"), ("skills-ecosystem", "facilitator")]
    confirm_categories(project, [ecosystem], by=make_user("bo@example.org", role="facilitator").pk)
    page = facilitator_client.post(f"{QUEUE}{project.pk}/decide/", sent, follow=True).content.decode()
    assert "Somebody decided on this project after you opened it" in page


@pytest.mark.medium
@pytest.mark.parametrize(
    "fields", [{}, {"primary": "999999"}, {"primary": "x"}, {"answer": "other"}, {"expected_latest_id": "x"}]
)
def test_an_answer_that_says_nothing_is_refused_in_a_sentence(
    taxonomy: Edition, facilitator_client: Client, fields: dict[str, object]
) -> None:
    project = make_project()
    page = _answer(facilitator_client, project.pk, **fields)
    assert 'class="notice notice--danger"' in page
    assert Decision.objects.count() == 0


@pytest.mark.medium
def test_what_is_skipped_comes_back_at_the_end_for_that_person_alone(
    taxonomy: Edition, facilitator: User, facilitator_client: Client
) -> None:
    project = make_project()
    bo = make_user("bo@example.org", role="facilitator")
    page = facilitator_client.post(f"{QUEUE}{project.pk}/skip/", follow=True).content.decode()
    assert "You skipped 1 project for later." in page
    assert (next_id(taxonomy, user_id=bo.pk), queue_progress(taxonomy, user_id=facilitator.pk).skipped_count) == (
        project.pk,
        1,
    )
    page = facilitator_client.post(f"{QUEUE}skipped/", follow=True).content.decode()
    assert f"{QUEUE}{project.pk}/decide/" in page


@pytest.mark.medium
def test_what_was_decided_today_is_listed_with_who_and_a_way_back(
    taxonomy: Edition, facilitator: User, facilitator_client: Client
) -> None:
    own, other = make_project("Own one"), make_project("Other one")
    bo = make_user("bo@example.org", role="facilitator")
    confirm_categories(own, categories(taxonomy, "life-skills"), by=facilitator.pk)
    confirm_categories(other, categories(taxonomy, "life-skills"), by=bo.pk)
    latest = facilitator_client.get(QUEUE).context["latest"]
    assert [raw_words(view.title) for view in latest.decisions] == ["Other one", "Own one"]
    assert (latest.today_count, latest.undoable_id) == (2, Decision.objects.get(by=facilitator).pk)
    page = _page(facilitator_client)
    assert (page.count('data-key="u"'), page.count(f"{QUEUE}undo/")) == (1, 1)
    undone = Decision.objects.get(by=facilitator).pk
    facilitator_client.post(f"{QUEUE}undo/{undone}/")
    assert [view.id for view in facilitator_client.get(QUEUE).context["latest"].decisions] == [
        Decision.objects.get(by=bo).pk
    ]


@pytest.mark.medium
def test_no_key_has_two_meanings(taxonomy: Edition, facilitator: User, facilitator_client: Client) -> None:
    for _ in range(2):
        confirm_categories(make_project(), categories(taxonomy, "life-skills"), by=facilitator.pk)
    make_project()
    keys = re.findall(r'data-key="(.)"', _page(facilitator_client))
    assert sorted(keys) == sorted(set(keys))
    assert set("atsu?123456789") == set(keys)


def test_a_problem_stands_at_the_top_and_at_its_place(taxonomy: Edition, facilitator_client: Client) -> None:
    project = make_project()
    response = facilitator_client.post(f"{QUEUE}{project.pk}/decide/", {"answer": "placed", "note": "Not sure"})
    assert response.status_code == 422
    assert response.text.count("Choose a main category first") == 2
    assert '<a href="#choose">' in response.text
    # What was written is still there.
    assert ">Not sure</textarea>" in response.text


def test_several_are_confirmed_at_once(taxonomy: Edition, facilitator: User, facilitator_client: Client) -> None:
    first, second, third = (make_project(f"Project {n}") for n in range(3))
    life_skills, ecosystem = categories(taxonomy, "life-skills", "skills-ecosystem")
    bo = make_user("bo@example.org", role="facilitator")
    form: dict[str, object] = {"project": [first.pk, second.pk, third.pk]}
    for project, category in ((first, life_skills), (second, ecosystem), (third, "")):
        prefix = f"project-{project.pk}"
        form |= {f"{prefix}-answer": "placed", f"{prefix}-expected_latest_id": 0}
        form[f"{prefix}-primary"] = category.pk if category else ""
    confirm_categories(second, [life_skills], by=bo.pk)
    page = facilitator_client.post(f"{QUEUE}waiting/confirm/", form, follow=True).text
    assert "1 decision was saved." in page
    assert "Your decision on it was not saved." in page
    assert (current(first), current(second)) == ([("life-skills", "facilitator")], [("life-skills", "facilitator")])
    # What is put off does not come again at once.
    assert list(Skip.objects.filter(user=facilitator).values_list("project", flat=True)) == [third.pk]
    assert "You skipped 1 project for later." in page


def test_several_have_their_likeliest_category_chosen(taxonomy: Edition, facilitator_client: Client) -> None:
    make_project("Garages take apprentices", summary=APPRENTICES)
    make_project("x", summary="")
    suggest_categories(None)
    items = facilitator_client.get(f"{QUEUE}waiting/").context["items"]
    assert {raw_words(item.project.title): item.is_decided_beforehand for item in items} == {
        "Garages take apprentices": True,
        "x": False,
    }


@pytest.mark.slow
def test_ten_answers_make_the_engine_learn(taxonomy: Edition, facilitator_client: Client) -> None:
    for _ in range(10):
        _answer(facilitator_client, make_project().pk, answer="cannot_tell")
    assert list(Relearning.objects.values_list("state", "learned_count")) == [("done", 10)]


@pytest.mark.medium
def test_learning_at_once(taxonomy: Edition, facilitator: User, facilitator_client: Client) -> None:
    make_project(summary=APPRENTICES)
    page = facilitator_client.post(f"{QUEUE}learning/now/", follow=True).content.decode()
    assert "1 suggestion changed in the last update" in page
    assert Relearning.objects.get().asked_by_id == facilitator.pk


@pytest.mark.medium
@pytest.mark.parametrize("name", ["", "waiting/", "corrections/"])
def test_pages_take_as_many_queries_for_three_as_for_one(
    taxonomy: Edition, facilitator: User, facilitator_client: Client, name: str
) -> None:
    counts = []
    for _ in (1, 3):
        while Project.objects.count() < len(counts) * 2 + 1:
            project = make_project(summary=APPRENTICES)
            make_decision(make_project(), ("life-skills",), source="facilitator", by=facilitator)
            make_decision(project, ("life-skills",))
        suggest_categories(None)
        with CaptureQueriesContext(connection) as queries:
            _page(facilitator_client, f"{QUEUE}{name}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.medium
def test_queue_is_ordered_by_what_teaches_and_made_anew(taxonomy: Edition) -> None:
    clear = make_project("Apprentices", summary=APPRENTICES)
    doubtful = [make_project("Weaving looms", summary="Looms for weaving cotton cloth.") for _ in range(3)]
    suggest_categories(None)
    positions = list(QueuePosition.objects.order_by("position").values_list("project_id", "similar_count"))
    assert (positions[0], len(positions)) == ((doubtful[0].pk, 2), 4)
    assert clear.pk in {pk for pk, _ in positions}
    assert order_queue(taxonomy) == 4
    assert list(QueuePosition.objects.order_by("position").values_list("project_id", "similar_count")) == positions


def test_a_text_is_cut_at_the_evidence_and_put_together_again() -> None:
    text = "solar pumps and pumps"
    pieces = segments(text, [(0, 11, "A"), (6, 11, "B"), (16, 99, "B")], begin=0, end=len(text))
    assert pieces == [
        Segment("solar ", ("A",)),
        Segment("pumps", ("A", "B")),
        Segment(" and ", ()),
        Segment("pumps", ("B",)),
    ]
    assert segments(text, [], begin=3, end=3) == []


def test_members_and_visitors_find_none_of_it(taxonomy: Edition, member_client: Client, client: Client) -> None:
    project = make_project()
    # A facilitator whose session has ended is no stranger: visitors are sent to sign in.
    for reader, status in ((member_client, 404), (client, 302)):
        for name in (f"{project.pk}/decide/", f"{project.pk}/skip/", "learning/now/", "skipped/", "undo/1/"):
            assert reader.post(f"{QUEUE}{name}").status_code == status, name
    assert client.get(QUEUE)["Location"] == f"/accounts/login/?next={QUEUE}"
    assert Decision.objects.count() == 0
