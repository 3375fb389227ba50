"""The links of a network map that is imported: between which projects, and whether they exist already."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import replace

from skillsnet.calls.actions import derive_withheld
from skillsnet.calls.enums import LinkDirection
from skillsnet.calls.models import Link, Project
from skillsnet.core.intake import ParsedLink, RowProblem
from skillsnet.core.intake.keys import project_key
from skillsnet.core.intake.parsed_rows import LinkEnd
from skillsnet.core.intake.row_snapshots import RecordChange, RowSnapshot
from skillsnet.intake.actions.saving import ROWS_A_BATCH, save_rows
from skillsnet.intake.enums import RowKind, RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import in_batches
from skillsnet.intake.queries.stored_values import parsed_row
from skillsnet.participants.texts import words_for_computing

UNDIRECTED = LinkDirection.UNDIRECTED.value
PREVIEW_FIELDS = ("state", "has_warning", "problems", "parsed", "before")
# Source, target and kind.
LinkKey = tuple[int | None, int | None, str]


def preview_links(run: ImportRun, *, keys: Container[str]) -> None:
    """Say of each link whether it is new; `keys` are those of the projects that the file brings."""
    unwritten = ImportRow.objects.filter(run=run, kind=RowKind.LINK, is_written=False)
    directions: dict[tuple[str, str, str], str] = {}
    for rows in in_batches(run, size=ROWS_A_BATCH, rows=unwritten):
        links = [(row, parsed_link(row)) for row in rows]
        ends = _project_ids(run, [link for _, link in links])
        existing = _existing_links(ends.values())
        for row, link in links:
            link = replace(link, is_repeated=_is_repeated(link, directions))
            row.parsed = replace(parsed_row(row), link=link).to_json()
            _set_state(row, link, ends, existing, keys)
        save_rows(rows, fields=PREVIEW_FIELDS)


def parsed_link(row: ImportRow) -> ParsedLink:
    """Return the link that a row holds; only for rows of links."""
    link = parsed_row(row).link
    if link is None:
        raise ValueError(f"row {row.pk} holds no link")
    return link


def _is_repeated(link: ParsedLink, directions: dict[tuple[str, str, str], str]) -> bool:
    """Whether an earlier row of the file says the same link already; the first one decides what it is called."""
    source, target = end_key(link.source), end_key(link.target)
    key, reversed_key = (source, target, link.kind), (target, source, link.kind)
    if key in directions or (link.direction == UNDIRECTED and directions.get(reversed_key) == UNDIRECTED):
        return True
    directions[key] = link.direction
    return False


def end_key(end: LinkEnd) -> str:
    """Return the key of the project at one end of a link."""
    return project_key(external_id=end[0], title="", organisation="")


def _project_ids(run: ImportRun, links: Iterable[ParsedLink]) -> dict[str, int]:
    """Return the existing projects at the ends of links, by key."""
    keys = {end_key(end) for link in links for end in link.ends}
    projects = Project.objects.filter(call=run.call_id, key__in=keys).order_by("pk")
    return dict(projects.values_list("key", "pk"))


class _ExistingLinks:
    """Links that exist, found by their ends and kind; one without a direction is the same from either end."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._links: dict[LinkKey, Link] = {}
        for link in links:
            self.add(link)

    def add(self, link: Link) -> None:
        self._links[(link.source_id, link.target_id, words_for_computing(link.kind))] = link

    def find(self, source: int | None, target: int | None, link: ParsedLink) -> Link | None:
        existing = self._links.get((source, target, link.kind))
        reverse = self._links.get((target, source, link.kind))
        if existing is None and reverse is not None and {reverse.direction, link.direction} == {UNDIRECTED}:
            return reverse
        return existing


def _existing_links(ids: Collection[int]) -> _ExistingLinks:
    return _ExistingLinks(Link.objects.filter(source__in=ids, target__in=ids).order_by("pk"))


def _set_state(
    row: ImportRow, link: ParsedLink, ends: Mapping[str, int], existing: _ExistingLinks, keys: Container[str]
) -> None:
    source, target = end_key(link.source), end_key(link.target)
    missing = next((end for end in link.ends if end_key(end) not in ends and end_key(end) not in keys), None)
    row.before, row.has_warning, row.problems = None, False, []
    if missing is not None:
        row.state = RowState.ERROR
        row.problems = [RowProblem("link_end_missing", value=missing[1] or missing[0]).to_json()]
        return
    existing_link = existing.find(ends.get(source), ends.get(target), link)
    if link.is_repeated:
        row.state = RowState.UNCHANGED
    elif existing_link is None:
        row.state = RowState.NEW
    else:
        row.state = RowState.UPDATED if _changed_values(existing_link, link) else RowState.UNCHANGED


def _changed_values(existing: Link, link: ParsedLink) -> dict[str, str]:
    """Return what the file says otherwise of an existing link; what it leaves open changes nothing."""
    stated = {name: value for name, value in (("label", link.label), ("strength", link.strength)) if value}
    if link.direction != UNDIRECTED:
        stated["direction"] = link.direction
    return {name: value for name, value in stated.items() if value != getattr(existing, name)}


def write_links(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    """Make or change links; one whose projects were not written is left out and says so."""
    links = [(row, parsed_link(row)) for row in rows]
    ends = _project_ids(run, [link for _, link in links])
    existing = _existing_links(ends.values())
    new: list[tuple[Link, ImportRow]] = []
    for row, link in links:
        _set_state(row, link, ends, existing, ())
        row.is_written = row.state != RowState.ERROR
        if row.state == RowState.UPDATED:
            _update(row, link, existing.find(ends[end_key(link.source)], ends[end_key(link.target)], link))
        elif row.state == RowState.NEW:
            source, target = (ends[end_key(end)] for end in link.ends)
            if source == target:
                row.state = RowState.UNCHANGED
                continue
            new_link = Link(
                source_id=source,
                target_id=target,
                kind=link.kind,
                label=link.label,
                direction=link.direction,
                strength=link.strength,
            )
            existing.add(new_link)
            new.append((new_link, row))
    for new_link, row in zip(Link.objects.bulk_create(link for link, _ in new), [row for _, row in new], strict=True):
        row.before = RowSnapshot(made_link=new_link.pk).to_json()
    derive_withheld(sorted(ends.values()))


def _update(row: ImportRow, link: ParsedLink, existing: Link | None) -> None:
    if existing is None:
        return
    current = _changed_values(existing, link)
    previous = {name: words_for_computing(getattr(existing, name)) for name in current}
    for name, value in current.items():
        setattr(existing, name, value)
    existing.save(update_fields=list(current))
    change = RecordChange(existing.pk, previous=previous, current=current)
    row.before = RowSnapshot(changed_link=change).to_json()


def take_back_links(snapshots: Iterable[RowSnapshot]) -> set[int]:
    """Delete links that an import made, and put back what it changed of others where nobody has changed it since.

    Returns the projects at their ends.
    """
    made_ids: list[int] = []
    changes: list[RecordChange] = []
    for snapshot in snapshots:
        made_ids += [] if snapshot.made_link is None else [snapshot.made_link]
        changes += [] if snapshot.changed_link is None else [snapshot.changed_link]
    links = Link.objects.filter(pk__in=[*made_ids, *(change.id for change in changes)]).order_by("pk")
    ends = {end for pair in links.values_list("source_id", "target_id") for end in pair}
    for change in changes:
        for name, previous in (change.previous or {}).items():
            current = (change.current or {})[name]
            Link.objects.filter(pk=change.id, **{name: current}).update(**{name: previous})
    Link.objects.filter(pk__in=made_ids).delete()
    return ends
