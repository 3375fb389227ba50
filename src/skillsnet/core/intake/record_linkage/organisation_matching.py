"""Which organisation a row means: an existing one, one of an earlier row, or a new one."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from skillsnet.core.intake.answers import OrganisationAnswer
from skillsnet.core.intake.identities import OrganisationCandidate, OrganisationIdentity
from skillsnet.core.intake.organisation_likeness import Likeness, OrganisationTraits
from skillsnet.core.intake.record_linkage.domains import own_domain
from skillsnet.core.intake.record_linkage.index import OrganisationIndex
from skillsnet.core.intake.record_linkage.match_rules import likeness
from skillsnet.core.intake.record_linkage.normalisation import core_name
from skillsnet.core.intake.record_linkage.row_projects import RowOrganisation
from skillsnet.core.intake.stored_shapes import How

MAX_CANDIDATES: Final = 3
# A domain that more organisations than this stand under is a platform's.
MAX_SHARING: Final = 5
NO_ANSWER: Final = OrganisationAnswer()


class ExistingName(NamedTuple):
    """The key of an existing organisation, and what it is called."""

    key: str
    name: str


class _FirstMention(NamedTuple):
    """The first row that names an organisation."""

    position: int
    number: int
    name: str


@dataclass(frozen=True)
class MatchRequest:
    """What has to be known of the existing organisations before a batch of rows can be matched.

    Attributes
    ----------
    first_rows
        The first row of each organisation that no earlier batch named, by its key.
    traits
        What the batch tells of each of its organisations; empty when only keys are looked up.
    answers
        What was answered about organisations of the batch that are named first in it.
    """

    first_rows: Mapping[str, RowOrganisation]
    traits: Mapping[str, OrganisationTraits]
    answers: tuple[OrganisationAnswer, ...]

    @property
    def keys(self) -> list[str]:
        """The keys under which an organisation may exist already."""
        return [*self.first_rows, *(answer.key for answer in self.answers if answer.key)]

    @property
    def answered_ids(self) -> list[int]:
        """The ids of existing organisations that somebody chose."""
        return [answer.id for answer in self.answers if answer.id]

    def open_traits(self, ids_by_key: Mapping[str, int]) -> dict[str, OrganisationTraits]:
        """Return the traits of the organisations that are not found by their keys: they are compared."""
        return {key: self.traits[key] for key in self.first_rows if key in self.traits and key not in ids_by_key}


@dataclass(frozen=True)
class ExistingOrganisations:
    """What is known of existing organisations for a batch of rows.

    Attributes
    ----------
    ids_by_key
        Id of the organisation that a key stands for, merges followed.
    ids_by_answer
        Id that somebody chose to the one that it is part of now.
    matches
        By the key of a row's organisation, the existing ones that it surely or likely is.
    names
        Key and name by id, of those that the matcher does not know yet.
    """

    ids_by_key: Mapping[str, int]
    ids_by_answer: Mapping[int, int] = field(default_factory=dict)
    matches: Mapping[str, Sequence[tuple[int, Likeness]]] = field(default_factory=dict)
    names: Mapping[int, ExistingName] = field(default_factory=dict)


class OrganisationMatcher:
    """Matches the organisations of a file batch by batch; later rows are compared with earlier ones too.

    Parameters
    ----------
    answers
        What was answered, by the key of the organisation that was asked about.
    platforms
        Domains of the file that are nobody's own.
    by_key_only
        Look organisations up by their keys alone: enough where they were compared before.
    """

    def __init__(
        self,
        answers: Mapping[str, OrganisationAnswer],
        *,
        platforms: frozenset[str] = frozenset(),
        by_key_only: bool = False,
    ) -> None:
        self.identities: dict[str, OrganisationIdentity] = {}
        self._answers = answers
        self._platforms = platforms
        self._by_key_only = by_key_only
        self._index: OrganisationIndex[str] = OrganisationIndex()
        self._first_rows: dict[str, _FirstMention] = {}
        self._names: dict[int, ExistingName] = {}
        self._traits: dict[str, OrganisationTraits] = {}

    def prepare(self, rows: Sequence[RowOrganisation]) -> MatchRequest:
        """Return what has to be known of the existing organisations before these rows can be matched."""
        first_rows: dict[str, RowOrganisation] = {}
        for row in rows:
            if row.key not in self.identities:
                first_rows.setdefault(row.key, row)
        traits: dict[str, OrganisationTraits] = {}
        for row in () if self._by_key_only else rows:
            row_traits = row.traits.without_domains(self._platforms)
            traits[row.key] = _merge_traits(traits.get(row.key), row_traits)
        answers = tuple(self._answers.get(key, NO_ANSWER) for key in first_rows)
        return MatchRequest(first_rows, traits, answers)

    def unnamed(self, ids: Set[int]) -> Set[int]:
        """Return which existing organisations the matcher has not been told the names of."""
        return ids - self._names.keys()

    def add(self, request: MatchRequest, existing: ExistingOrganisations) -> None:
        """Decide what the organisations of a batch are; `identities` holds the result."""
        self._names.update(existing.names)
        open_traits = request.open_traits(existing.ids_by_key)
        earlier = self._compare_with_earlier(open_traits, request.traits)
        for key, row in request.first_rows.items():
            if key in existing.ids_by_key:
                self.identities[key] = self._existing(existing.ids_by_key[key], "exact")
            elif self._by_key_only:
                self.identities[key] = OrganisationIdentity(None, key, "new")
            else:
                self._first_rows[key] = _FirstMention(row.position, row.number, row.organisation.name)
                candidates = [*self._existing_candidates(existing.matches.get(key, ())),
                              *self._earlier_candidates(earlier[key])]  # fmt: skip
                self.identities[key] = self._identify(key, candidates, existing)

    def _existing(self, pk: int, how: How) -> OrganisationIdentity:
        key, name = self._names[pk]
        return OrganisationIdentity(pk, key, how, name)

    def _compare_with_earlier(
        self, open_traits: Mapping[str, OrganisationTraits], batch_traits: Mapping[str, OrganisationTraits]
    ) -> dict[str, list[tuple[str, Likeness]]]:
        """Return for each open organisation which earlier ones of the file it may be."""
        again = [key for key in batch_traits if key in self._traits]
        for key in (*again, *open_traits):
            self._traits[key] = _merge_traits(self._traits.get(key), batch_traits[key])
        matches = self._index.add([(key, self._traits[key]) for key in (*again, *open_traits)])
        return dict(zip(open_traits, matches[len(again) :], strict=True))

    def _earlier_candidates(self, likenesses: Sequence[tuple[str, Likeness]]) -> list[OrganisationCandidate]:
        """Return earlier organisations of the file as what each of them was found to be."""
        candidates = []
        for key, like in likenesses:
            identity = self.identities[key]
            if identity.id is not None:
                candidate = OrganisationCandidate.of(like, id=identity.id, key=identity.key, name=identity.name)
            else:
                first = self._first_rows.get(identity.key) or self._first_rows[key]
                candidate = OrganisationCandidate.of(
                    like, id=None, key=identity.key, name=first.name, row_number=first.number, position=first.position
                )
            candidates.append(candidate)
        return candidates

    def _existing_candidates(self, likenesses: Iterable[tuple[int, Likeness]]) -> list[OrganisationCandidate]:
        return [
            OrganisationCandidate.of(like, id=pk, key=self._names[pk].key, name=self._names[pk].name)
            for pk, like in likenesses
        ]

    def _identify(
        self, key: str, candidates: list[OrganisationCandidate], existing: ExistingOrganisations
    ) -> OrganisationIdentity:
        answer = self._answers.get(key)
        if answer is not None:
            return self._identify_by_answer(key, answer, existing)
        candidates.sort(key=lambda candidate: (not candidate.is_sure, -candidate.score))
        different = list({(item.id, item.key): item for item in reversed(candidates)}.values())[::-1]
        sure_candidates = [candidate for candidate in different if candidate.is_sure]
        if len(sure_candidates) == 1:
            return self._identify_surely(sure_candidates[0])
        how: How = "asks" if different else "new"
        return OrganisationIdentity(None, key, how, candidates=tuple(different[:MAX_CANDIDATES]))

    def _identify_surely(self, candidate: OrganisationCandidate) -> OrganisationIdentity:
        if candidate.id is not None:
            return replace(self._existing(candidate.id, "sure"), reasons=candidate.reasons)
        first = self.identities[candidate.key]
        return replace(first, how="sure", name=candidate.name, reasons=candidate.reasons, take=(), keep=())

    def _identify_by_answer(
        self, key: str, answer: OrganisationAnswer, existing: ExistingOrganisations
    ) -> OrganisationIdentity:
        pk = existing.ids_by_answer.get(answer.id or 0, 0)
        if pk in self._names:
            identity = self._existing(pk, "chosen")
        elif answer.key in existing.ids_by_key:
            identity = self._existing(existing.ids_by_key[answer.key], "chosen")
        elif answer.key in self.identities:
            first = self.identities[answer.key]
            first_row = self._first_rows.get(answer.key)
            name = first.name or (first_row.name if first_row else "")
            identity = OrganisationIdentity(first.id, first.key, "chosen", name)
        else:
            return OrganisationIdentity(None, key, "new")
        return replace(identity, take=answer.take, keep=answer.keep)


def compare_with_existing(
    traits_by_key: Mapping[str, OrganisationTraits],
    *,
    near: Mapping[str, Set[int]],
    existing: Mapping[int, OrganisationTraits],
    platforms: frozenset[str],
) -> dict[str, list[tuple[int, Likeness]]]:
    """Return for each organisation the existing ones that it surely or likely is.

    Parameters
    ----------
    traits_by_key
        What is known of each, by its key.
    near
        Ids of the existing organisations that share a block key with each.
    existing
        What is known of those, by id; those that are missing are passed over.
    platforms
        Domains under which so many organisations exist that they are nobody's own.

    Returns
    -------
    dict of str to list of (int, Likeness)
        By rising id; keys of which none is likely are absent.
    """
    matches: dict[str, list[tuple[int, Likeness]]] = {}
    for key, stated in traits_by_key.items():
        traits = stated.without_domains(platforms)
        likenesses = [
            (pk, like)
            for pk in sorted(near[key] & existing.keys())
            if (like := likeness(existing[pk], traits)) is not None
        ]
        if likenesses:
            matches[key] = likenesses
    return matches


def platform_domains(sites: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the domains that so many organisations of a file bear that they are nobody's own.

    `sites` are pairs of an organisation's name and a web or mail address beside it.
    """
    bearers: dict[str, set[str]] = {}
    for name, address in sites:
        domain = own_domain(address)
        if domain:
            bearers.setdefault(domain, set()).add(core_name(name))
    return frozenset(domain for domain, names in bearers.items() if len(names) > MAX_SHARING)


def _merge_traits(traits: OrganisationTraits | None, more: OrganisationTraits) -> OrganisationTraits:
    if traits is None or traits is more:
        return more
    return traits.with_more(more)
