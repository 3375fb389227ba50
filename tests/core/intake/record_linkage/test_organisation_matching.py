"""Which organisation a row means, decided from what is handed in."""

from skillsnet.core.intake.answers import OrganisationAnswer
from skillsnet.core.intake.organisation_likeness import Reason
from skillsnet.core.intake.parsed_rows import ParsedOrganisation
from skillsnet.core.intake.record_linkage import Likeness, OrganisationTraits
from skillsnet.core.intake.record_linkage.organisation_matching import (
    ExistingName,
    ExistingOrganisations,
    OrganisationMatcher,
    compare_with_existing,
    platform_domains,
)
from skillsnet.core.intake.record_linkage.row_projects import RowOrganisation

NOTHING = ExistingOrganisations(ids_by_key={})
LIKELY = Likeness("likely", 0.6, (Reason("near_name", "91"),))
SURE = Likeness("sure", 0.95, (Reason("same_name"),))


def _row(position: int, name: str, country: str = "KE", domain: str = "") -> RowOrganisation:
    domains = frozenset({domain} - {""})
    organisation = ParsedOrganisation(key=f"{name.lower()}|{country}", name=name, country=country)
    return RowOrganisation(
        position, position // 10 + 1, organisation, OrganisationTraits(name, country, domains=domains)
    )


def _match(
    matcher: OrganisationMatcher, *rows: RowOrganisation, existing: ExistingOrganisations = NOTHING
) -> list[tuple[int | None, str, str]]:
    matcher.add(matcher.prepare(rows), existing)
    identities = [matcher.identities[row.key] for row in rows]
    return [(identity.id, identity.key, identity.how) for identity in identities]


def test_a_known_key_is_the_organisation_and_nothing_is_compared() -> None:
    existing = ExistingOrganisations({"forge|KE": 7}, names={7: ExistingName("forge|KE", "Forge")})
    assert _match(OrganisationMatcher({}), _row(10, "Forge"), existing=existing) == [(7, "forge|KE", "exact")]


def test_a_sure_match_is_taken_and_a_likely_one_is_asked_about() -> None:
    names = {7: ExistingName("the forge|KE", "The Forge")}
    sure = ExistingOrganisations({}, matches={"forge|KE": [(7, SURE)]}, names=names)
    likely = ExistingOrganisations({}, matches={"forge|KE": [(7, LIKELY)]}, names=names)
    assert _match(OrganisationMatcher({}), _row(10, "Forge"), existing=sure) == [(7, "the forge|KE", "sure")]
    matcher = OrganisationMatcher({})
    assert _match(matcher, _row(10, "Forge"), existing=likely) == [(None, "forge|KE", "asks")]
    (candidate,) = matcher.identities["forge|KE"].candidates
    assert (candidate.id, candidate.name, candidate.row_number, candidate.score) == (7, "The Forge", 0, 0.6)


def test_a_later_row_is_compared_with_earlier_ones_of_its_batch_and_of_others() -> None:
    matcher = OrganisationMatcher({})
    first, second = _row(10, "Atelier Zoraville"), _row(20, "ATELIER ZORAVILLE Ltd")
    assert _match(matcher, first, second) == [
        (None, "atelier zoraville|KE", "new"), (None, "atelier zoraville|KE", "sure")
    ]  # fmt: skip
    assert _match(matcher, _row(30, "Atelier Zoravile"))[0][2] == "asks"
    candidate = matcher.identities["atelier zoravile|KE"].candidates[0]
    assert (candidate.id, candidate.key, candidate.row_number, candidate.position) == (
        None,
        "atelier zoraville|KE",
        2,
        10,
    )


def test_what_somebody_answered_goes_before_what_is_alike() -> None:
    answers = {
        "forge|KE": OrganisationAnswer(7, take=("name",), keep=("type",)),
        "anvil|KE": OrganisationAnswer(is_new=True),
    }
    existing = ExistingOrganisations(
        {}, ids_by_answer={7: 8}, matches={"anvil|KE": [(8, SURE)]}, names={8: ExistingName("hammer|KE", "Hammer")}
    )
    matcher = OrganisationMatcher(answers)
    assert _match(matcher, _row(10, "Forge"), _row(20, "Anvil"), existing=existing) == [
        (8, "hammer|KE", "chosen"), (None, "anvil|KE", "new")
    ]  # fmt: skip
    assert (matcher.identities["forge|KE"].take, matcher.identities["forge|KE"].keep) == (("name",), ("type",))


def test_by_key_only_nothing_is_compared() -> None:
    matcher = OrganisationMatcher({}, by_key_only=True)
    request = matcher.prepare([_row(10, "Atelier Zora"), _row(20, "Atelier Zora Ltd")])
    assert (request.open_traits({}), request.keys) == ({}, ["atelier zora|KE", "atelier zora ltd|KE"])
    assert [how for _, _, how in _match(matcher, _row(10, "Atelier Zora"), _row(20, "Atelier Zora Ltd"))] == [
        "new",
        "new",
    ]


def test_the_domain_of_a_platform_speaks_for_nothing() -> None:
    sites = [(name, "https://callplatform.net/p") for name in ("Amber", "Birch", "Cedar", "Dune", "Ember", "Fjord")]
    assert platform_domains(sites) == {"callplatform.net"}
    assert platform_domains(sites[:5]) == frozenset()
    shared = frozenset({"alder.net"})
    wanted = {"a": OrganisationTraits("Alder", domains=shared)}
    existing = {7: OrganisationTraits("The Alder Software Foundation", domains=shared)}
    near = {"a": {7, 8}}
    (match,) = compare_with_existing(wanted, near=near, existing=existing, platforms=frozenset())["a"]
    assert (match[0], match[1].certainty) == (7, "likely")
    assert compare_with_existing(wanted, near=near, existing=existing, platforms=shared) == {}
