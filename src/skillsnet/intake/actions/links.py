"""The ties of a network map that is imported: between which projects, and whether they stand already."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from skillsnet.calls.actions import derive_withheld
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link, Project
from skillsnet.core.intake import Problem
from skillsnet.core.intake.keys import project_key
from skillsnet.intake.enums import RowKind, RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import in_batches
from skillsnet.participants.texts import words_for_computing

ROWS_A_BATCH = 500
ENDS = ("source", "target")
SAID = ("label", "direction", "strength")
UNDIRECTED = LinkDirection.UNDIRECTED.value
Tie = tuple[int | None, int | None, str]


def preview_links(run: ImportRun, *, keys: Container[str]) -> None:
    """Say of each tie whether it is new; `keys` are those of the projects that the file brings."""
    from skillsnet.intake.actions.previews import save_rows

    links = ImportRow.objects.filter(run=run, kind=RowKind.LINK, is_written=False)
    met: dict[tuple[str, str, str], str] = {}
    for rows in in_batches(run, size=ROWS_A_BATCH, rows=links):
        ends = _ends(run, rows)
        standing = _standing(ends.values())
        for row in rows:
            row.parsed = {**row.parsed, "is_again": _is_again(row.parsed["link"], met)}
            _judge(row, ends, standing, keys)
        save_rows(rows)


def _is_again(link: Mapping[str, Any], met: dict[tuple[str, str, str], str]) -> bool:
    """Whether an earlier row of the file says the same tie already; the first one decides what it is called."""
    source, target = (end_key(link[end]) for end in ENDS)
    tie, turned = (source, target, link["kind"]), (target, source, link["kind"])
    if tie in met or (link["direction"] == UNDIRECTED and met.get(turned) == UNDIRECTED):
        return True
    met[tie] = link["direction"]
    return False


def end_key(end: Sequence[str]) -> str:
    """Return the key of the project at one end of a tie."""
    return project_key(external_id=end[0], title="", organisation="")


def _ends(run: ImportRun, rows: Sequence[ImportRow]) -> dict[str, int]:
    """Return the standing projects of the rows' ends, by key."""
    keys = {end_key(row.parsed["link"][end]) for row in rows for end in ENDS}
    found = Project.objects.filter(call=run.call_id, key__in=keys).order_by("pk")
    return dict(found.values_list("key", "pk"))


class _Ties:
    """Ties that stand, found by their ends and kind; one without a direction is the same from either end."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._links: dict[Tie, Link] = {}
        for link in links:
            self.add(link)

    def add(self, link: Link) -> None:
        self._links[(link.source_id, link.target_id, words_for_computing(link.kind))] = link

    def find(self, source: int | None, target: int | None, link: Mapping[str, Any]) -> Link | None:
        found = self._links.get((source, target, link["kind"]))
        turned = self._links.get((target, source, link["kind"]))
        if found is None and turned is not None and {turned.direction, link["direction"]} == {UNDIRECTED}:
            return turned
        return found


def _standing(ids: Any) -> _Ties:
    return _Ties(Link.objects.filter(source__in=ids, target__in=ids).order_by("pk"))


def _judge(row: ImportRow, ends: Mapping[str, int], standing: _Ties, keys: Container[str]) -> None:
    link = row.parsed["link"]
    wanted = [end_key(link[end]) for end in ENDS]
    missing = next(
        (link[end] for end, key in zip(ENDS, wanted, strict=True) if key not in ends and key not in keys), None
    )
    row.before, row.has_warning, row.problems = None, False, []
    if missing is not None:
        row.state = RowState.ERROR
        row.problems = [Problem("link_end_missing", value=missing[1] or missing[0]).as_json()]
        return
    found = standing.find(ends.get(wanted[0]), ends.get(wanted[1]), link)
    if row.parsed.get("is_again"):
        row.state = RowState.UNCHANGED
    elif found is None:
        row.state = RowState.NEW
    else:
        row.state = RowState.UPDATED if _changes(found, link) else RowState.UNCHANGED


def _changes(found: Link, link: Mapping[str, Any]) -> dict[str, str]:
    """Return what the file says otherwise of a standing tie; what it leaves open changes nothing."""
    said = {name: link[name] for name in ("label", "strength") if link[name]}
    if link["direction"] != UNDIRECTED:
        said["direction"] = link["direction"]
    return {name: value for name, value in said.items() if value != getattr(found, name)}


def write_links(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """Make or change ties; one whose projects were not written is left out and says so."""
    ends = _ends(run, rows)
    standing = _standing(ends.values())
    new: list[tuple[Link, ImportRow]] = []
    for row in rows:
        _judge(row, ends, standing, ())
        row.is_written = row.state != RowState.ERROR
        link = row.parsed["link"]
        if row.state == RowState.UPDATED:
            _change(row, standing.find(ends[end_key(link["source"])], ends[end_key(link["target"])], link))
        elif row.state == RowState.NEW:
            source, target = (ends[end_key(link[end])] for end in ENDS)
            if source == target:
                row.state = RowState.UNCHANGED
                continue
            said = {name: link[name] for name in SAID}
            made = Link(source_id=source, target_id=target, kind=link["kind"], **said)
            standing.add(made)
            new.append((made, row))
    for made, row in zip(Link.objects.bulk_create(link for link, _ in new), [row for _, row in new], strict=True):
        row.before = {"link": made.pk}
    derive_withheld(sorted(ends.values()))


def _change(row: ImportRow, found: Link | None) -> None:
    changed = _changes(found, row.parsed["link"]) if found is not None else {}
    if found is None:
        return
    was = {name: words_for_computing(getattr(found, name)) for name in changed}
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    row.before = {"tie": {"id": found.pk, "was": was, "now": changed}}


def take_back_links(befores: Iterable[Mapping[str, Any]]) -> set[int]:
    """Delete ties that an import made, and put back what it changed of others where nobody has changed it since.

    Returns the projects at their ends.
    """
    ties = [before["tie"] for before in befores if "tie" in before]
    made = [before["link"] for before in befores if "link" in before]
    touched = Link.objects.filter(pk__in=[*made, *(tie["id"] for tie in ties)]).order_by("pk")
    ends = {end for pair in touched.values_list("source_id", "target_id") for end in pair}
    for tie in ties:
        for name, was in tie["was"].items():
            Link.objects.filter(pk=tie["id"], **{name: tie["now"][name]}).update(**{name: was})
    Link.objects.filter(pk__in=made).delete()
    return ends
