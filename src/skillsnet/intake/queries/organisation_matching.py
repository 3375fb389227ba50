"""The existing organisations that those of rows may be, read for `core.intake.record_linkage`."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count

from skillsnet.calls.queries import TRAIT_FIELDS, organisation_traits, trait_number, trait_numbers, traits_of
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedProject
from skillsnet.core.intake.record_linkage import MAX_BLOCK, Likeness, OrganisationTraits, block_keys
from skillsnet.core.intake.record_linkage.organisation_matching import (
    MAX_SHARING,
    ExistingName,
    ExistingOrganisations,
    OrganisationMatcher,
    compare_with_existing,
)
from skillsnet.core.intake.record_linkage.row_projects import RowOrganisation
from skillsnet.participants.models import Organisation, OrganisationTrait
from skillsnet.participants.queries import MAX_KEYS_A_QUERY, follow_merges, known_as
from skillsnet.participants.texts import words_for_computing


def match_organisations(matcher: OrganisationMatcher, rows: Sequence[RowOrganisation]) -> None:
    """Find out what the organisations of these rows are; the number of queries does not depend on theirs."""
    request = matcher.prepare(rows)
    ids_by_key = known_as(request.keys)
    ids_by_answer = follow_merges(request.answered_ids)
    matches_by_key = likely_organisations(request.open_traits(ids_by_key))
    ids = {
        *ids_by_key.values(),
        *ids_by_answer.values(),
        *(pk for matches in matches_by_key.values() for pk, _ in matches),
    }
    names = _names(matcher.unnamed(ids))
    matcher.add(request, ExistingOrganisations(ids_by_key, ids_by_answer, matches_by_key, names))


def _names(ids: Collection[int]) -> dict[int, ExistingName]:
    if not ids:
        return {}
    rows = Organisation.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "key", "name")
    return {pk: ExistingName(key, words_for_computing(name)) for pk, key, name in rows}


def row_traits(project: ParsedProject, organisation: ParsedOrganisation) -> OrganisationTraits:
    """Return what a row tells of its organisation."""
    return traits_of(
        {name: getattr(organisation, name) for name in TRAIT_FIELDS},
        links=[project.website],
        addresses=[person.email for person in project.people],
    )


def likely_organisations(
    traits: Mapping[str, OrganisationTraits], *, without: Collection[int] = ()
) -> dict[str, list[tuple[int, Likeness]]]:
    """Return for each key the existing organisations that it surely or likely is, some left out."""
    if not traits or not OrganisationTrait.objects.exists():
        return {}
    numbers = {key: trait_numbers(block_keys(stated_traits)) for key, stated_traits in traits.items()}
    blocks = _blocks({number for key_numbers in numbers.values() for number in key_numbers})
    ids = {pk for members in blocks.values() for pk in members}
    current_ids = follow_merges(ids)
    existing = organisation_traits({*current_ids.values()}.difference(without)) if ids else {}
    near = {
        key: {current_ids[pk] for number in key_numbers for pk in blocks.get(number, ())}
        for key, key_numbers in numbers.items()
    }
    domains = {domain for stated_traits in traits.values() for domain in stated_traits.all_domains}
    platforms = frozenset(domain for domain in domains if _is_platform(domain, blocks))
    return compare_with_existing(traits, near=near, existing=existing, platforms=platforms)


def likely_duplicates(ids: Sequence[int], *, without: Collection[int] = ()) -> dict[tuple[int, int], Likeness]:
    """Return which existing organisations may be one with one of these, as pairs in the order of their ids.

    Those `without` are left out: what they may be one with is known.
    """
    traits = organisation_traits(ids)
    matches_by_key = likely_organisations(
        {str(pk): stated_traits for pk, stated_traits in traits.items()}, without=without
    )
    return {
        (min(int(key), pk), max(int(key), pk)): like
        for key, matches in matches_by_key.items()
        for pk, like in matches
        if pk != int(key)
    }


def _is_platform(domain: str, blocks: Mapping[int, Sequence[int]]) -> bool:
    """Whether so many organisations stand under a domain that it is not one organisation's own."""
    return len(blocks.get(trait_number(f"web:{domain}"), ())) > MAX_SHARING


def _blocks(numbers: set[int]) -> dict[int, list[int]]:
    """Return the organisations that share each trait; a trait that very many share tells nothing."""
    members: dict[int, list[int]] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), MAX_KEYS_A_QUERY):
        rows = OrganisationTrait.objects.filter(key__in=ordered[start : start + MAX_KEYS_A_QUERY])
        sizes = rows.order_by("key").values_list("key").annotate(size=Count("pk"))
        selective = [key for key, size in sizes if size <= MAX_BLOCK]
        for key, pk in rows.filter(key__in=selective).order_by("pk").values_list("key", "organisation_id"):
            members.setdefault(key, []).append(pk)
    return members
