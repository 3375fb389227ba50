"""What was answered about an import whether two are the same, as it is listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.core.intake.answers import DuplicateAnswer
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.stored_values import run_answers
from skillsnet.participants.texts import text_for


@dataclass(frozen=True)
class AnswerView:
    """An answer: about what, under which key it is kept, what the row's is called, and the one it is or is not.

    `other_name` is empty where the other one stands in the same file.
    """

    about: Literal["organisation", "project"]
    key: str
    name: str
    other_name: str
    is_same: bool


def earlier_project_answers(run: ImportRun) -> dict[str, DuplicateAnswer]:
    """Return the answers about projects of other imports of the call that stand on the map, the latest of each key."""
    answers: dict[str, DuplicateAnswer] = {}
    runs = ImportRun.objects.filter(call=run.call_id, finished_at__isnull=False, emptied_at=None).exclude(pk=run.pk)
    for earlier in runs.exclude(choices={}).order_by("finished_at", "pk").only("choices"):
        answers |= run_answers(earlier).projects
    return answers


def answer_views(run: ImportRun, viewer: Viewer) -> list[AnswerView]:
    """Return the answers of an import whether two are the same, each once; two queries at most."""
    answers = run_answers(run)
    views: dict[str, AnswerView] = {}
    for key, answer in answers.organisations.items():
        # An answer is kept under each key of the row's organisation.
        name = answer.name or key
        views.setdefault(name, AnswerView("organisation", key, name, answer.other_name, not answer.is_new))
    return [*views.values(), *_project_views(run, list(answers.projects.items()), viewer)]


def _project_views(
    run: ImportRun, answers: Sequence[tuple[str, DuplicateAnswer]], viewer: Viewer
) -> Iterator[AnswerView]:
    ids = {answer.id for _key, answer in answers if answer.id}
    keys = {answer.other_key or answer.key for _key, answer in answers if not answer.id}
    by_id = Project.objects.in_bulk(ids)
    by_key = {project.key: project for project in Project.objects.filter(call=run.call_id, key__in=keys).order_by("pk")}
    for key, answer in answers:
        other = by_id.get(answer.id or 0) or by_key.get(answer.other_key or answer.key)
        other_name = text_for(other.title, viewer) if other else ""
        yield AnswerView("project", key, answer.title or key, other_name, not answer.is_new)
