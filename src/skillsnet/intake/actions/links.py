"""The ties of a network map that is imported: between which proposals, and whether they stand already."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from skillsnet.calls.models import Link, Proposal
from skillsnet.core.intake import Problem
from skillsnet.core.intake.keys import proposal_key
from skillsnet.intake.enums import RowKind, RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import in_batches

ROWS_A_BATCH = 500
ENDS = ("source", "target")


def preview_links(run: ImportRun, *, keys: Container[str]) -> None:
    """Say of each tie whether it is new; `keys` are those of the proposals that the file brings."""
    from skillsnet.intake.actions.previews import save_rows

    links = ImportRow.objects.filter(run=run, kind=RowKind.LINK, is_written=False)
    for rows in in_batches(run, size=ROWS_A_BATCH, rows=links):
        ends = _ends(run, rows)
        standing = _standing(ends.values())
        for row in rows:
            _judge(row, ends, standing, keys)
        save_rows(rows)


def end_key(end: Sequence[str]) -> str:
    """Return the key of the proposal at one end of a tie."""
    return proposal_key(external_id=end[0], title="", organisation="")


def _ends(run: ImportRun, rows: Sequence[ImportRow]) -> dict[str, int]:
    """Return the standing proposals of the rows' ends, by key."""
    keys = {end_key(row.candidate["link"][end]) for row in rows for end in ENDS}
    found = Proposal.objects.filter(call=run.call_id, key__in=keys).order_by("pk")
    return dict(found.values_list("key", "pk"))


def _standing(ids: Any) -> set[tuple[int, int, str]]:
    found = Link.objects.filter(source__in=ids, target__in=ids).order_by("pk")
    return set(found.values_list("source_id", "target_id", "kind"))


def _judge(row: ImportRow, ends: Mapping[str, int], standing: set[tuple[int, int, str]], keys: Container[str]) -> None:
    link = row.candidate["link"]
    wanted = [end_key(link[end]) for end in ENDS]
    missing = next(
        (link[end] for end, key in zip(ENDS, wanted, strict=True) if key not in ends and key not in keys), None
    )
    row.before, row.has_warning, row.problems = None, False, []
    if missing is not None:
        row.state = RowState.ERROR
        row.problems = [Problem("link_end_missing", value=missing[1] or missing[0]).as_json()]
        return
    pair = (ends.get(wanted[0]), ends.get(wanted[1]), link["kind"])
    row.state = RowState.UNCHANGED if pair in standing else RowState.NEW


def write_links(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """Make the ties that are not there yet; one whose proposals were not written is left out and says so."""
    ends = _ends(run, rows)
    standing = _standing(ends.values())
    _judge_all(rows, ends, standing)
    new: dict[tuple[int, int, str], ImportRow] = {}
    for row in rows:
        row.is_written = row.state in (RowState.NEW, RowState.UNCHANGED)
        if row.state == RowState.NEW:
            link = row.candidate["link"]
            pair = (ends[end_key(link["source"])], ends[end_key(link["target"])], link["kind"])
            if pair[0] == pair[1] or pair in new:
                row.state = RowState.UNCHANGED
            else:
                new[pair] = row
    made = Link.objects.bulk_create(
        Link(
            source_id=source, target_id=target, kind=kind,
            **{name: row.candidate["link"][name] for name in ("label", "direction", "strength")},
        )
        for (source, target, kind), row in new.items()
    )  # fmt: skip
    for link, row in zip(made, new.values(), strict=True):
        row.before = {"link": link.pk}


def _judge_all(rows: Sequence[ImportRow], ends: Mapping[str, int], standing: set[tuple[int, int, str]]) -> None:
    for row in rows:
        _judge(row, ends, standing, ())


def remove_links(ids: Sequence[int]) -> None:
    """Delete ties that an import made."""
    Link.objects.filter(pk__in=ids).delete()
