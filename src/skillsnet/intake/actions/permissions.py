"""What follows when a file brings another answer to whether a project may be shown."""

from collections.abc import Iterable

from skillsnet.audit.actions import record_each
from skillsnet.calls.actions import drop_decisions_to_show
from skillsnet.calls.enums import Permission
from skillsnet.core.intake.parsed_rows import ParsedProject
from skillsnet.core.intake.row_snapshots import ProjectValues
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import Comparison


def note_permissions(
    run: ImportRun, comparison: Comparison, written: Iterable[tuple[ParsedProject, int | None, ProjectValues]]
) -> None:
    """Audit the new answers of existing projects, and let a new No end a facilitator's decision to show one.

    `written` holds each row's project, its id, and its values now; call inside the transaction that writes them.
    """
    changed: dict[int, object] = {}
    for project, project_id, values in written:
        earlier = comparison.current_of(project)
        if earlier is not None and project_id is not None and earlier["may_publish"] != values["may_publish"]:
            changed[project_id] = values["may_publish"]
    drop_decisions_to_show([pk for pk, answer in changed.items() if answer == Permission.NO], run=run.pk)
    details = {f"project:{pk}": {"answer": answer, "run": run.pk} for pk, answer in changed.items()}
    record_each("intake.change_permission", details=details, by=run.by_id)
