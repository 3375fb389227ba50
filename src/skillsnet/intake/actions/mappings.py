"""What columns mean: said by a facilitator, and kept for the next file of the same source."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.intake import TARGET_FIELDS, mapping_faults, merged_mapping
from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.column_meanings import Guess
from skillsnet.core.intake.record_linkage.unmatched_values import REVERSED
from skillsnet.core.intake.stored_shapes import StoredSplit
from skillsnet.core.text import fold
from skillsnet.intake.actions.states import InvalidTransition, refuse_unless_next
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun, SavedMapping
from skillsnet.intake.queries.columns import is_unanswered
from skillsnet.intake.queries.stored_values import run_answers
from skillsnet.intake.rules import has_written
from skillsnet.intake.sentences import mapping_sentence
from skillsnet.web.lists import join_list

# A file with nearly the columns of an earlier one is probably from the same source.
MIN_SHARED = 0.8
COMPARED_MAPPINGS = 200


@dataclass(frozen=True)
class SuggestedMapping:
    """What an earlier file of the same source tells about this one's columns."""

    mapping: dict[str, str] = field(default_factory=dict)
    splits: dict[str, StoredSplit] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[dict[str, str]] = field(default_factory=list)


def suggest_mapping(header: Sequence[str]) -> SuggestedMapping:
    """Return what was said of the columns of the last file with these, or nearly these, column names."""
    names = {_folded_name(name): name for name in header}
    saved_mapping = SavedMapping.objects.filter(signature=_signature(names)).first() or _nearest(set(names))
    if saved_mapping is None:
        return SuggestedMapping()
    shared = [column for column in saved_mapping.columns if column in names]
    note = {"code": "mapping_saved", "file": saved_mapping.file_name, "date": saved_mapping.saved_at.date().isoformat()}
    return SuggestedMapping(
        mapping={names[column]: saved_mapping.mapping[column] for column in shared if column in saved_mapping.mapping},
        splits={names[column]: saved_mapping.splits[column] for column in shared if column in saved_mapping.splits},
        values=saved_mapping.values,
        notes=[note],
    )


def save_mapping(run: ImportRun) -> None:
    """Keep what the run's columns mean for the next file of its source; what was typed in is from no source."""
    if run.is_typed:
        return
    names = {_folded_name(name): name for name in run.header}
    mapping = {
        column: run.mapping[name]
        for column, name in names.items()
        if not _is_empty(run, name) and not is_unanswered(run, name)
    }
    SavedMapping.objects.update_or_create(
        signature=_signature(names),
        defaults={
            "columns": sorted(names),
            "mapping": mapping,
            "splits": {column: run.splits[name] for column, name in names.items() if name in run.splits},
            "values": _lasting_values(run),
            "file_name": run.file_name,
            "run": run,
            "by_id": run.by_id,
        },
    )


def _lasting_values(run: ImportRun) -> dict[str, dict[str, str]]:
    """Return what was answered about values, but for what holds for one file: empty cells, and a Yes after a No."""
    values = run_answers(run).to_json()["values"].items()
    return {name: {value: code for value, code in codes.items() if value} for name, codes in values if name != REVERSED}


def confirm_columns(run: ImportRun, columns: Collection[str]) -> None:
    """Note that somebody chose the target fields of some columns, so that nobody is asked about them; saves nothing."""
    run.guesses = {
        name: {**guess, "confirmed": True} if name in columns else guess for name, guess in run.guesses.items()
    }


@transaction.atomic
def guess_afresh(run: ImportRun) -> ImportRun:
    """Leave aside what an earlier file said of the columns, and take the guesses."""
    locked = _open_run(run)
    run.guesses = {name: Guess.from_json(guess).to_json() for name, guess in locked.guesses.items()}
    run.mapping = {name: guess["meaning"] for name, guess in run.guesses.items()}
    run.splits, run.choices = {}, replace(_without_names(locked), values={}).to_json()
    run.notes = [note for note in locked.notes if note["code"] != "mapping_saved"]
    run.state = RunState.MAPPING
    run.save(update_fields=["guesses", "mapping", "splits", "choices", "notes", "state"])
    return run


@transaction.atomic
def set_mapping(
    run: ImportRun, mapping: Mapping[str, str], *, splits: Mapping[str, StoredSplit] | None = None, by: int | None
) -> ImportRun:
    """Say what some or all columns mean; the others keep their target field unless a single-valued one is taken."""
    faults = mapping_faults(mapping, header=run.header)
    if faults:
        raise Invalid(
            [
                mapping_sentence(
                    code,
                    column=column,
                    target_field=target_field,
                    columns=join_list(run.header),
                    target_fields=join_list(TARGET_FIELDS),
                )
                for code, column, target_field in faults
            ]
        )
    locked = _open_run(run)
    run.mapping = merged_mapping(locked.mapping, chosen=mapping)
    run.guesses = locked.guesses
    confirm_columns(run, mapping)
    run.splits = locked.splits if splits is None else dict(splits)
    run.choices = _without_names(locked).to_json()
    run.state = RunState.MAPPING
    run.save(update_fields=["guesses", "mapping", "splits", "choices", "state"])
    record("intake.set_mapping", subject=f"import:{run.pk}", by=by)
    return run


@transaction.atomic
def decline_offers(run: ImportRun) -> ImportRun:
    """Keep each column whose target field is only offered as an extra field, until somebody says what it is."""
    locked = _open_run(run)
    run.mapping = {
        name: "extra" if is_unanswered(locked, name) else target_field for name, target_field in locked.mapping.items()
    }
    run.save(update_fields=["mapping"])
    return run


def _without_names(run: ImportRun) -> RunAnswers:
    """Return the answers but that people agreed to be named: under other columns it may be others who are named."""
    return replace(run_answers(run), names=None)


def _open_run(run: ImportRun) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.MAPPING:
        refuse_unless_next(locked, RunState.MAPPING)
    if has_written(locked):
        # Its rows stand under what the columns meant; they are taken back first.
        raise InvalidTransition(locked, RunState.MAPPING)
    return locked


def _is_empty(run: ImportRun, name: str) -> bool:
    """Whether a column was left out because this file has nothing in it; the next one may."""
    return run.mapping[name] == "ignore" and bool(run.guesses.get(name, {}).get("why") == "empty")


def _folded_name(name: str) -> str:
    return " ".join(fold(name).split())


def _signature(columns: Mapping[str, str]) -> str:
    return hashlib.sha256("\n".join(sorted(columns)).encode()).hexdigest()


def _nearest(columns: set[str]) -> SavedMapping | None:
    """Return the last mapping that shares most of its columns with these."""
    best: tuple[float, SavedMapping] | None = None
    for saved_mapping in SavedMapping.objects.order_by("-saved_at", "-pk")[:COMPARED_MAPPINGS]:
        share = len(columns & set(saved_mapping.columns)) / max(1, len(columns | set(saved_mapping.columns)))
        if share >= MIN_SHARED and (best is None or share > best[0]):
            best = (share, saved_mapping)
    return best[1] if best else None
