"""Reading proposals as plain values, so that what stands can be compared with what a file says."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from skillsnet.calls.models import Call, DataVersion, Proposal, ProposalBeneficiary, ProposalLanguage

PROPOSAL_FIELDS = (
    *("external_id", "key", "organisation_id", "contact_id", "title", "summary", "language", "country", "region"),
    *("stage", "status", "website", "submitted_on", "extra"),
)


def data_version() -> int:
    """Return the number that every change of the network's data moves on."""
    found = DataVersion.objects.filter(pk=1).values_list("number", flat=True).first()
    return found or 0


def example_calls() -> tuple[bool, bool]:
    """Return whether a call of invented material stands in the network, and whether a real one stands beside it."""
    kinds = set(Call.objects.order_by().values_list("is_example", flat=True).distinct())
    return True in kinds, False in kinds


def snapshots(proposals: Iterable[Proposal]) -> dict[int, dict[str, Any]]:
    """Return each proposal's values as JSON, with its languages and beneficiaries; two queries."""
    found = list(proposals)
    ids = [proposal.pk for proposal in found]
    languages, groups = defaultdict(list), defaultdict(list)
    for proposal_id, code in (
        ProposalLanguage.objects.filter(proposal__in=ids)
        .order_by("proposal", "order", "code")
        .values_list("proposal_id", "code")
    ):
        languages[proposal_id].append(code)
    for proposal_id, group in (
        ProposalBeneficiary.objects.filter(proposal__in=ids)
        .order_by("proposal", "order", "group")
        .values_list("proposal_id", "group")
    ):
        groups[proposal_id].append(group)
    return {
        proposal.pk: {
            **{name: _plain(proposal, name) for name in PROPOSAL_FIELDS},
            "languages": languages[proposal.pk],
            "beneficiaries": groups[proposal.pk],
        }
        for proposal in found
    }


def decided_by_people(ids: Iterable[int]) -> set[int]:
    """Return which of the proposals somebody has since written something about.

    Asks every table that points at a proposal and says by whom, so that it needs no knowledge of the apps above.
    """
    wanted = list(ids)
    found: set[int] = set()
    for relation in Proposal._meta.related_objects:
        model: type[Model] = relation.related_model
        if any(field.name == "by" for field in model._meta.fields):
            name = relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": wanted, "by__isnull": False}).order_by(name)
            found.update(rows.values_list(f"{name}_id", flat=True))
    return found


def _plain(proposal: Proposal, name: str) -> Any:
    value = getattr(proposal, name)
    return value.isoformat() if name == "submitted_on" and value is not None else value
