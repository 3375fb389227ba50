"""Writing calls and proposals, and telling the rest of the platform that they changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from skillsnet.audit.actions import record
from skillsnet.calls.models import (
    Call,
    DataVersion,
    Proposal,
    ProposalBeneficiary,
    ProposalLanguage,
    SearchDocument,
)
from skillsnet.calls.queries import PROPOSAL_FIELDS
from skillsnet.core.geo import country_name, region_name
from skillsnet.core.text import mask_contacts, tokens
from skillsnet.participants.enums import OrganisationType

SEARCHED_LANGUAGES = ("en", "fr", "es", "ar")


@transaction.atomic
def open_call(slug: str, *, title: str = "", is_example: bool = False, by: int | None) -> tuple[Call, bool]:
    """Return the call with this slug, made if it is absent, and whether it is new."""
    call, is_new = Call.objects.get_or_create(
        slug=slug, defaults={"title": title or slug.replace("-", " ").capitalize(), "is_example": is_example}
    )
    if is_new:
        record("calls.open_call", subject=f"call:{call.pk}", by=by)
    return call, is_new


def make_proposals(call: Call, *, values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Make proposals from values shaped like `queries.snapshots` and return their ids; call inside a transaction."""
    rows = [Proposal(call=call, **_fields(item)) for item in values]
    made = [proposal.pk for proposal in Proposal.objects.bulk_create(rows)]
    _write_lists(made, values)
    return made


def rewrite_proposals(ids: Sequence[int], *, values: Sequence[Mapping[str, Any]]) -> None:
    """Give proposals other values, `values[i]` for `ids[i]`; call inside a transaction.

    With `updated_at` among the values (as undo has it) the proposal is as if it had never been touched.
    """
    now = timezone.now()
    rows = [
        Proposal(pk=pk, updated_at=datetime.fromisoformat(item["updated_at"]) if "updated_at" in item else now,
                 **_fields(item))
        for pk, item in zip(ids, values, strict=True)
    ]  # fmt: skip
    Proposal.objects.bulk_update(rows, [*PROPOSAL_FIELDS, "updated_at"], batch_size=100)
    ProposalLanguage.objects.filter(proposal__in=ids).delete()
    ProposalBeneficiary.objects.filter(proposal__in=ids).delete()
    _write_lists(ids, values)


def remove_proposals(ids: Sequence[int]) -> None:
    """Delete proposals with all that hangs on them; call inside a transaction, and only where nobody decided."""
    Proposal.objects.filter(pk__in=ids).delete()


def _fields(item: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: item[name] for name in PROPOSAL_FIELDS}
    if fields["submitted_on"]:
        fields["submitted_on"] = date.fromisoformat(fields["submitted_on"])
    return fields


def _write_lists(ids: Sequence[int], values: Sequence[Mapping[str, Any]]) -> None:
    pairs = list(zip(ids, values, strict=True))
    ProposalLanguage.objects.bulk_create(
        ProposalLanguage(proposal_id=pk, code=code, order=order)
        for pk, item in pairs
        for order, code in enumerate(item["languages"])
    )
    ProposalBeneficiary.objects.bulk_create(
        ProposalBeneficiary(proposal_id=pk, group=group, order=order)
        for pk, item in pairs
        for order, group in enumerate(item["beneficiaries"])
    )


def index_proposals(ids: Sequence[int]) -> None:
    """Write what may be found of these proposals; call inside the transaction that changed them. Two queries."""
    proposals = Proposal.objects.filter(pk__in=ids).select_related("organisation").order_by("pk")
    documents = [
        SearchDocument(proposal=proposal, title=_folded(_public_names(proposal)), body=_folded(_public_text(proposal)))
        for proposal in proposals
    ]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["proposal"], update_fields=["title", "body"], batch_size=250
    )


def _public_names(proposal: Proposal) -> list[str]:
    organisation = proposal.organisation
    # An individual applicant's name is a person's; people who agreed to nothing cannot be found by their name.
    if organisation is None or organisation.type == OrganisationType.INDIVIDUAL:
        return [mask_contacts(proposal.title, marker=" ")]
    return [mask_contacts(proposal.title, marker=" "), organisation.name]


def _public_text(proposal: Proposal) -> list[str]:
    texts = [mask_contacts(proposal.summary, marker=" ")]
    if proposal.country:
        texts += [country_name(proposal.country, language) for language in SEARCHED_LANGUAGES]
    if proposal.region:
        texts += [region_name(proposal.region, language) for language in SEARCHED_LANGUAGES]
    return texts


def _folded(texts: Sequence[str]) -> str:
    return " ".join(word for text in texts for word in tokens(text))


def hold_data() -> None:
    """Keep other writers of the network's data waiting until this transaction ends: none makes a thing twice."""
    DataVersion.objects.get_or_create(pk=1, defaults={"number": 0})
    DataVersion.objects.select_for_update().get(pk=1)


def bump_data_version() -> None:
    """Say that the network's data changed; call inside the transaction that changes them."""
    if not DataVersion.objects.filter(pk=1).update(number=F("number") + 1):
        DataVersion.objects.get_or_create(pk=1, defaults={"number": 1})


def run_follow_ups(proposal_ids: Sequence[int] | None, *, before_each: Callable[[], None] | None = None) -> None:
    """Run what follows a change of the data, in the order of `settings.FOLLOW_UPS`; None means all proposals."""
    for path in settings.FOLLOW_UPS:
        follow_up = import_string(path)
        if before_each is not None:
            before_each()
        follow_up(proposal_ids=proposal_ids)


def data_changed(proposal_ids: Sequence[int] | None) -> None:
    """Say that these proposals changed: the version moves inside this transaction, the follow-ups run after it."""
    with transaction.atomic():
        bump_data_version()
        transaction.on_commit(lambda: run_follow_ups(proposal_ids))
