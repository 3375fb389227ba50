"""A project that somebody typed in, taken in as a file of one row: compared, asked about and undone like any other."""

from collections.abc import Mapping

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.calls.models import Call
from skillsnet.intake.actions.mappings import set_mapping
from skillsnet.intake.actions.previews import preview
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import POSITIONS_A_ROW, TYPED_FILE, ImportRow, ImportRun


def take_typed_row(cells: Mapping[str, str], *, call: Call, by: int | None) -> ImportRun:
    """Return a new run, ready to be written, with one row that holds these cells by target field.

    `Invalid` where the cells give no project, such as without a title.
    """
    header, mapping = list(cells), {name: name for name in cells}
    with transaction.atomic():
        run = ImportRun.objects.create(
            call=call,
            by_id=by,
            file_name=TYPED_FILE,
            header=header,
            mapping=mapping,
            state=RunState.MAPPING,
            counts={"rows": 1},
        )
        record("intake.take_typed_row", subject=f"import:{run.pk}", by=by)
        ImportRow.objects.create(run=run, position=POSITIONS_A_ROW, number=1, cells=list(cells.values()))
        set_mapping(run, mapping, by=by)
    return preview(run)
