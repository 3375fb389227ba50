"""Finding who should talk to whom, and writing it down with the reasons; done by a worker after each change."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

import numpy as np
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from skillsnet.core.matching.evidence import PairEvidence, evidence_of
from skillsnet.core.matching.reasons import ReasonFinder
from skillsnet.core.matching.suggestions import Suggestions, suggest_from
from skillsnet.core.matching.updating import update_suggestions
from skillsnet.core.matching.values import MatchReason, Suggested
from skillsnet.db.bulk import in_parts
from skillsnet.db.jobs import give_way
from skillsnet.matching.described_projects import described_projects
from skillsnet.matching.enums import SuggestionState
from skillsnet.matching.models import OrganisationSuggestion, SuggestionList
from skillsnet.matching.readers import KEPT_AWAY, MatchingNetwork, matched_projects, read_network
from skillsnet.participants.models import Organisation

# Where more organisations changed at once, all lists are made anew.
MOST_CHANGED = 5
ORGANISATIONS_AT_ONCE = 300
BATCH = 2000


def refresh_suggestions(project_ids: Sequence[int] | None = None) -> int:
    """Bring the suggestions up to date after these projects changed; returns how many lists were written.

    After a small change the lists of the organisations behind it are made anew, and others change where these come or
    go; else all are. May be repeated, as after a kill.
    """
    network = read_network()
    has_gone = _forget_old(network)
    if not network.parties:
        return 0
    evidence = evidence_of(network.parties, network.links, described_projects().pooled(network.project_ids))
    previous = _stored_suggestions(network)
    changed = None if has_gone else _changed_organisations(network, previous, project_ids)
    if changed is None:
        renewed = suggest_from(network.parties, network.links, evidence)
        return _write(network, evidence, renewed, list(range(len(network.parties))))
    suggestions = previous
    for index in changed:
        suggestions = update_suggestions(
            suggestions, index, parties=network.parties, links=network.links, evidence=evidence
        )
    rows = [row for row in range(len(network.parties)) if _is_other(row, previous, suggestions, changed)]
    return _write(network, evidence, suggestions, rows)


def _forget_old(network: MatchingNetwork) -> bool:
    """Delete what concerns organisations without a shown project, and answers so old that they count no more.

    Returns whether an organisation has gone, which leaves gaps in others' lists.
    """
    gone_keys = set(SuggestionList.objects.order_by("pk").values_list("pk", flat=True)) - set(network.index())
    for part in in_parts(sorted(gone_keys), size=500):
        concerned = Q(organisation__in=part) | Q(suggested__in=part)
        OrganisationSuggestion.objects.filter(concerned, state=SuggestionState.SHOWN).delete()
        SuggestionList.objects.filter(pk__in=part).delete()
    for state, duration in KEPT_AWAY.items():
        OrganisationSuggestion.objects.filter(state=state, state_at__lte=timezone.now() - duration).delete()
    return bool(gone_keys)


def _stored_suggestions(network: MatchingNetwork) -> Suggestions:
    """Return the lists as they stand, empty for organisations without one."""
    index = network.index()
    lists: list[list[Suggested]] = [[] for _party in network.parties]
    shown = OrganisationSuggestion.objects.filter(state=SuggestionState.SHOWN).order_by("organisation", "rank", "pk")
    for first, other, score in shown.values_list("organisation_id", "suggested_id", "score"):
        if first in index and other in index:
            lists[index[first]].append(Suggested(index[other], score))
    best = np.zeros(len(network.parties))
    factor = 1.0
    for key, best_score, region_factor in SuggestionList.objects.order_by("pk").values_list(
        "pk", "best_score", "region_factor"
    ):
        if key in index:
            best[index[key]], factor = best_score, region_factor
    return Suggestions(tuple(map(tuple, lists)), best, factor)


def _changed_organisations(
    network: MatchingNetwork, previous: Suggestions, project_ids: Sequence[int] | None
) -> list[int] | None:
    """Return the organisations that changed or came, by index; None where all lists are to be made anew."""
    if not project_ids or not previous.best.any():
        return None
    index = network.index()
    keys = matched_projects().filter(pk__in=list(project_ids)).order_by().values_list("organisation_id", flat=True)
    changed = {index[key] for key in keys if key in index} | set(np.flatnonzero(previous.best == 0).tolist())
    # One that has none is relative to nothing until its turn comes.
    previous.best[previous.best == 0] = 1.0
    return sorted(changed) if len(changed) <= MOST_CHANGED else None


def _is_other(row: int, previous: Suggestions, suggestions: Suggestions, changed: Collection[int]) -> bool:
    """Return whether a list is to be written: another one, or one that names an organisation that changed."""
    items = suggestions.lists[row]
    return row in changed or items != previous.lists[row] or any(each.index in changed for each in items)


def _write(network: MatchingNetwork, evidence: PairEvidence, suggestions: Suggestions, rows: list[int]) -> int:
    finder = ReasonFinder(network.parties, network.links, evidence)
    for part in in_parts(rows, size=ORGANISATIONS_AT_ONCE):
        _write_part(network, finder, suggestions, list(part))
        give_way()
    return len(rows)


@transaction.atomic
def _write_part(network: MatchingNetwork, finder: ReasonFinder, suggestions: Suggestions, rows: list[int]) -> None:
    """Replace a part of the lists; an organisation that has gone since it was read is left out."""
    keys = [party.key for party in network.parties]
    named = {keys[row] for row in rows} | {keys[each.index] for row in rows for each in suggestions.lists[row]}
    locked = Organisation.objects.select_for_update().filter(pk__in=named).order_by("pk")
    existing = set(locked.values_list("pk", flat=True))
    written = [row for row in rows if keys[row] in existing]
    OrganisationSuggestion.objects.filter(
        organisation__in=[keys[row] for row in written], state=SuggestionState.SHOWN
    ).delete()
    SuggestionList.objects.bulk_create(
        [
            SuggestionList(
                organisation_id=keys[row],
                best_score=suggestions.best[row],
                region_factor=suggestions.region_factor,
                updated_at=timezone.now(),
            )
            for row in written
        ],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["best_score", "region_factor", "updated_at"],
        batch_size=BATCH,
    )
    shown = [
        (row, rank, each)
        for row in written
        for rank, each in enumerate(suggestions.lists[row])
        if keys[each.index] in existing
    ]
    OrganisationSuggestion.objects.bulk_create(_suggestion_rows(keys, finder, shown), batch_size=BATCH)


def _suggestion_rows(
    keys: Sequence[int], finder: ReasonFinder, shown: Sequence[tuple[int, int, Suggested]]
) -> list[OrganisationSuggestion]:
    """Return the rows of lists: whose list, the place in it, and who is shown, with the reasons for both."""
    reasons = finder.reasons_both_ways([(row, each.index) for row, _rank, each in shown])
    return [
        OrganisationSuggestion(
            organisation_id=keys[row],
            suggested_id=keys[each.index],
            rank=rank,
            score=each.score,
            reasons=_stored(items),
            counter_reasons=_stored(counter),
        )
        for (row, rank, each), (items, counter) in zip(shown, reasons, strict=True)
    ]


def _stored(reasons: Sequence[MatchReason]) -> list[dict[str, object]]:
    return [asdict(reason) for reason in reasons]
