"""Answers as they are stored, by this version and by the first, and how more of them are added."""

import json

from skillsnet.core.intake.answers import (
    DuplicateAnswer,
    NameAnswers,
    OrganisationAnswer,
    OrganisationReference,
    RunAnswers,
)

ANSWERS = RunAnswers(
    values={"country": {"keneya": "KE"}, "stage": {"nominee": ""}},
    organisations={
        "fao|": OrganisationAnswer(7, "food|", take=("name",), keep=("type",)),
        "forge|KE": OrganisationAnswer(is_new=True, different=(OrganisationReference(3, "the forge|KE"),)),
    },
    projects={
        "id:1b": DuplicateAnswer(None, "id:1", position=30, take=("contact", "title")),
        "id:2": DuplicateAnswer(is_new=True),
    },
    names=NameAnswers("consent form", {30: "", 40: "letter"}, by=5),
)
# As the first version stored them.
OLD = """{"values": {"country": {"keneya": "KE"}, "stage": {"nominee": ""}}, "organisations": {"fao|": {"id": 7,
"key": "food|", "take": ["name"], "leave": ["type"]}, "forge|KE": {"new": true, "not": [{"id": 3,
"key": "the forge|KE"}]}}, "projects": {"id:1b": {"id": null, "key": "id:1", "place": 30, "take": ["contact", "title"]},
"id:2": {"new": true}}, "names": {"all": "consent form", "rows": {"30": "", "40": "letter"}, "by": 5}}"""


def test_what_was_stored_is_read_again() -> None:
    for answers in (ANSWERS, RunAnswers()):
        assert RunAnswers.from_json(json.loads(json.dumps(answers.to_json()))) == answers


def test_answers_of_the_first_version_are_read() -> None:
    assert RunAnswers.from_json(json.loads(OLD)) == ANSWERS
    assert RunAnswers.from_json({}) == RunAnswers()


def test_answers_are_added_to_those_there_are() -> None:
    more = ANSWERS.with_value("country", "atlantis", code="").with_projects({"id:9": DuplicateAnswer(is_new=True)})
    assert more.values["country"] == {"keneya": "KE", "atlantis": ""}
    assert set(more.projects) == {"id:1b", "id:2", "id:9"}
    assert more.organisations == ANSWERS.organisations


def test_the_answer_for_a_row_goes_before_the_one_for_all() -> None:
    names = ANSWERS.name_answers
    assert [names.source(position) for position in (10, 30, 40)] == ["consent form", "", "letter"]
    assert (names.held_positions, names.with_row(30, None).held_positions) == ([30], [])
    assert not RunAnswers().name_answers.shows_any
