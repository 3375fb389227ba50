"""Writing what organisations that may be the same have in common."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from skillsnet.calls.queries.traits import organisation_traits, trait_numbers
from skillsnet.core.intake.record_linkage import block_keys
from skillsnet.db.bulk import insert_rows
from skillsnet.participants.models import Organisation, OrganisationName, OrganisationTrait
from skillsnet.participants.texts import words_for_computing

INDEXED_AT_ONCE = 500


def index_organisations(ids: Sequence[int]) -> None:
    """Write by what these organisations may be found to be the same as another; call inside the transaction."""
    traits = organisation_traits(ids)
    OrganisationTrait.objects.filter(organisation__in=list(ids)).delete()
    numbers = {pk: set(trait_numbers(block_keys(organisation))) for pk, organisation in traits.items()}
    names = OrganisationName.objects.filter(organisation__in=list(traits)).order_by("pk")
    for pk, name in names.values_list("organisation_id", "name"):
        numbers[pk].update(trait_numbers(block_keys(replace(traits[pk], name=words_for_computing(name)))))
    pairs = ((pk, number) for pk, values in numbers.items() for number in sorted(values))
    insert_rows(OrganisationTrait, ("organisation_id", "key"), pairs)


def add_traits(numbers: Mapping[int, Collection[int]]) -> None:
    """Add to the traits by which organisations may be found those that are missing; call inside the transaction."""
    existing = OrganisationTrait.objects.filter(organisation__in=list(numbers)).order_by("pk")
    existing_pairs = set(existing.values_list("organisation_id", "key"))
    pairs = [
        (pk, number)
        for pk, values in numbers.items()
        for number in sorted(values)
        if (pk, number) not in existing_pairs
    ]
    insert_rows(OrganisationTrait, ("organisation_id", "key"), pairs)


def index_missing_organisations() -> int:
    """Write by what organisations may be found that were made before this was kept; return how many."""
    missing = list(Organisation.objects.filter(traits=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(missing), INDEXED_AT_ONCE):
        with transaction.atomic():
            index_organisations(missing[start : start + INDEXED_AT_ONCE])
    return len(missing)
