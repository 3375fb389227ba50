"""Similar projects are written a part at a time, so that others write in between."""

from typing import Any

import pytest
from django.db import connection

from skillsnet.calls.models import Project
from skillsnet.matching import actions, described_projects
from skillsnet.matching.actions import refresh_similar
from skillsnet.matching.models import Suggestion
from skillsnet.matching.suggesting import refresh_suggestions
from tests.factories import make_organisation, make_project

pytestmark = pytest.mark.django_db
SUBJECTS = ("Welding evenings in the harbour", "Welding school at the harbour", "Welding courses near the harbour")


def _pairs() -> set[tuple[int, int]]:
    return set(Suggestion.objects.order_by("pk").values_list("project_id", "similar_project_id"))


@pytest.mark.medium
def test_the_parts_together_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for title in SUBJECTS:
        make_project(title)
    count, pairs = refresh_similar(), _pairs()
    monkeypatch.setattr(actions, "PROJECTS_AT_ONCE", 1)
    assert (refresh_similar(), _pairs()) == (count, pairs)
    assert count == len(pairs) > 0


def test_no_step_takes_away_what_all_projects_have(monkeypatch: pytest.MonkeyPatch) -> None:
    for title in SUBJECTS:
        make_project(title)
    refresh_similar()
    monkeypatch.setattr(actions, "PROJECTS_AT_ONCE", 1)
    deleted: list[int] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.startswith(f'DELETE FROM "{Suggestion._meta.db_table}"'):
            deleted.append(context["cursor"].rowcount)
        return result

    with connection.execute_wrapper(count):
        refresh_similar()
    assert (len(deleted), sum(deleted)) == (3, Suggestion.objects.count())


def test_a_project_that_went_meanwhile_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [make_project(title) for title in SUBJECTS]
    find_similar = actions.similar_of

    def similar(*args: Any, **options: Any) -> Any:
        Project.objects.filter(pk=projects[0].pk).delete()
        return find_similar(*args, **options)

    monkeypatch.setattr(actions, "similar_of", similar)
    refresh_similar()
    assert projects[0].pk not in {pk for pair in _pairs() for pk in pair}
    assert _pairs()


@pytest.mark.medium
def test_the_own_organisations_projects_are_not_among_them_and_other_languages_are() -> None:
    first = make_project("Repair of solar pumps", organisation=make_organisation("Harbour school"), summary="")
    own = make_project("Repairing solar pumps", organisation=first.organisation, summary="")
    spanish = make_project("Reparación de bombas solares", language="es", summary="")
    refresh_similar()
    assert _pairs() >= {(first.pk, spanish.pk), (spanish.pk, first.pk), (own.pk, spanish.pk)}
    assert not _pairs() & {(first.pk, own.pk), (own.pk, first.pk)}
    assert not any(row.shared_words for row in Suggestion.objects.filter(project=spanish))


@pytest.mark.medium
def test_texts_are_described_once_for_all_that_follows_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [make_project(title) for title in (*SUBJECTS, "Described once")]
    describe, described = described_projects.text_vectors, []

    def text_vectors(texts: Any, *args: Any, **options: Any) -> Any:
        described.append(len(texts))
        return describe(texts, *args, **options)

    monkeypatch.setattr(described_projects, "text_vectors", text_vectors)
    refresh_similar()
    refresh_suggestions()
    assert described == [4]
    Project.objects.filter(pk=projects[0].pk).update(title="Baking described again")
    refresh_similar([projects[0].pk])
    refresh_suggestions([projects[0].pk])
    assert described == [4, 4]
    monkeypatch.setattr(described_projects, "MOST_KEPT", 3)
    refresh_suggestions()
    assert described == [4, 4, 4]
