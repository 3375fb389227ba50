"""Before a preview: what was answered about the projects of earlier files of the call is not asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from skillsnet.calls.models import Project
from skillsnet.core.intake import MappedColumn
from skillsnet.core.intake.answers import DuplicateAnswer, RunAnswers
from skillsnet.intake.actions.previews.repeats import stated_keys
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.answers import earlier_project_answers


def with_earlier_answers(run: ImportRun, answers: RunAnswers, columns: Sequence[MappedColumn]) -> RunAnswers:
    """Return the answers of a run with those of earlier runs of its call about the projects that its file has again.

    What was answered in the run itself goes before. The other project of an answer is looked for in the file first,
    then among those that exist.
    """
    earlier = {key: answer for key, answer in earlier_project_answers(run).items() if key not in answers.projects}
    if not earlier:
        return answers
    positions: dict[str, int] = {}
    for position, key in stated_keys(run, columns):
        if key in earlier or any(key == answer.key for answer in earlier.values()):
            positions.setdefault(key, position)
    repeated = {key: answer for key, answer in earlier.items() if key in positions}
    return answers.with_projects(_placed(run, repeated, positions))


def _placed(
    run: ImportRun, answers: Mapping[str, DuplicateAnswer], positions: Mapping[str, int]
) -> dict[str, DuplicateAnswer]:
    """Return answers with where their projects are now; those whose other project is nowhere are left out."""
    projects = Project.objects.filter(call=run.call_id, key__in={answer.key for answer in answers.values()})
    ids = dict(projects.filter(merged_into=None).order_by("pk").values_list("key", "pk"))
    placed: dict[str, DuplicateAnswer] = {}
    for key, answer in answers.items():
        if answer.is_new:
            placed[key] = answer
        elif answer.key in positions:
            placed[key] = replace(answer, id=None, position=positions[key])
        elif answer.key in ids:
            placed[key] = replace(answer, id=ids[answer.key], position=positions[key])
    return placed
