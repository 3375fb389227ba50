"""Which organisation a row means: one that stands, one of an earlier row, or a new one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count

from skillsnet.calls.queries import domain_of, organisation_traits, trait_number, trait_numbers, traits_of
from skillsnet.core.intake.record_linkage import (
    MAX_BLOCK,
    Likeness,
    OrganisationIndex,
    OrganisationTraits,
    block_keys,
    core_name,
    likeness,
)
from skillsnet.participants.models import Organisation, OrganisationTrait
from skillsnet.participants.queries import MAX_KEYS_A_QUERY, follow_merges, known_as
from skillsnet.participants.texts import words_for_computing

# A row's place and number, and what it says.
Place = tuple[int, int, Mapping[str, Any]]
ASKED_AT_MOST = 3
# A domain that more organisations than this stand under is a platform's.
MAX_SHARING = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """What the organisation of a row is: its `id` where it stands already; the key it has, or will be made under."""

    id: int | None
    key: str
    how: str
    name: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    asks: tuple[dict[str, Any], ...] = ()
    take: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with a row."""
        return {"id": self.id, "key": self.key, "how": self.how, "name": self.name, "reasons": list(self.reasons)}


@dataclass
class Identities:
    """The organisations of a file as far as it has been read; answers for later rows look back at earlier ones.

    Without looking around, organisations are found by their keys alone: enough where likeness was asked before.
    """

    choices: Mapping[str, Mapping[str, Any]]
    looks_around: bool = True
    platforms: frozenset[str] = frozenset()
    known: dict[str, Identity] = field(default_factory=dict)
    _file: OrganisationIndex[str] = field(default_factory=OrganisationIndex)
    _rows: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    _met: dict[int, tuple[str, str]] = field(default_factory=dict)
    _traits: dict[str, OrganisationTraits] = field(default_factory=dict)

    def learn(self, rows: Sequence[Place]) -> None:
        """Find out what the organisations of these rows are; the number of queries does not depend on theirs."""
        fresh = self._fresh(rows)
        choices = [self._choice(key) for key in fresh]
        exact = known_as([*fresh, *(choice["key"] for choice in choices if choice.get("key"))])
        chosen = follow_merges(choice["id"] for choice in choices if choice.get("id"))
        wanted = fresh if self.looks_around else {}
        known = self._traits_of(rows)
        open_traits = {key: known[key] for key in wanted if key not in exact}
        standing = _standing_matches(open_traits)
        self._match({*exact.values(), *chosen.values(), *(pk for likes in standing.values() for pk, _ in likes)})
        earlier = self._earlier(open_traits, known)
        for key, (place, number, parsed) in fresh.items():
            if key in exact:
                self.known[key] = self._standing(exact[key], "exact")
            elif not self.looks_around:
                self.known[key] = Identity(None, key, "new")
            else:
                self._rows[key] = (place, number, parsed["organisation"]["name"])
                others = [*self._from_network(standing.get(key, [])), *self._as_others(earlier[key])]
                self.known[key] = self._found(key, others, exact, chosen)

    def _match(self, ids: set[int]) -> None:
        """Read the names and keys of standing organisations that were not met yet."""
        missing = ids - self._met.keys()
        if missing:
            found = Organisation.objects.filter(pk__in=missing).order_by("pk").values_list("pk", "key", "name")
            self._met.update({pk: (key, words_for_computing(name)) for pk, key, name in found})

    def _standing(self, pk: int, how: str, **more: Any) -> Identity:
        key, name = self._met[pk]
        return Identity(pk, key, how, name, **more)

    def _earlier(
        self, fresh: Mapping[str, OrganisationTraits], known: Mapping[str, OrganisationTraits]
    ) -> dict[str, list[tuple[str, Likeness]]]:
        """Return for each organisation which earlier ones of the file it may be."""
        again = [key for key in known if key in self._traits]
        for key in (*again, *fresh):
            self._traits[key] = _together(self._traits.get(key), known[key])
        found = self._file.add([(key, self._traits[key]) for key in (*again, *fresh)])
        return dict(zip(fresh, found[len(again) :], strict=True))

    def _as_others(self, likes: Sequence[tuple[str, Likeness]]) -> list[dict[str, Any]]:
        """Return earlier organisations of the file as what each of them was found to be."""
        others = []
        for key, like in likes:
            identity = self.known[key]
            if identity.id is not None:
                others.append(_other(like, id=identity.id, key=identity.key, name=identity.name, row=0, place=0))
            else:
                place, number, name = self._rows.get(identity.key) or self._rows[key]
                others.append(_other(like, id=None, key=identity.key, name=name, row=number, place=place))
        return others

    def _from_network(self, likes: Iterable[tuple[int, Likeness]]) -> list[dict[str, Any]]:
        met = ((pk, *self._met[pk], like) for pk, like in likes)
        return [_other(like, id=pk, key=key, name=name, row=0, place=0) for pk, key, name, like in met]

    def _fresh(self, rows: Sequence[Place]) -> dict[str, Place]:
        """Return the first row of each organisation that no earlier row named."""
        fresh: dict[str, Place] = {}
        for place, number, parsed in rows:
            organisation = parsed["organisation"]
            if organisation and organisation["key"] not in self.known:
                fresh.setdefault(organisation["key"], (place, number, parsed))
        return fresh

    def _traits_of(self, rows: Sequence[Place]) -> dict[str, OrganisationTraits]:
        """Return what these rows tell of each organisation; one that the file names anew is known better by it."""
        found: dict[str, OrganisationTraits] = {}
        for _place, _number, parsed in rows if self.looks_around else ():
            if parsed["organisation"] is None:
                continue
            key, traits = parsed["organisation"]["key"], row_traits(parsed)
            parsed["organisation"]["traits"] = trait_numbers(block_keys(traits))
            if self.platforms & traits.domains:
                traits = replace(traits, domains=traits.domains - self.platforms)
            known = found.setdefault(key, traits)
            if known is not traits:
                domains, addresses = known.domains | traits.domains, known.addresses | traits.addresses
                found[key] = replace(known, domains=domains, addresses=addresses)
        return found

    def _choice(self, key: str) -> Mapping[str, Any]:
        return self.choices.get(key, {})

    def _found(
        self, key: str, others: list[dict[str, Any]], exact: Mapping[str, int], chosen: Mapping[int, int]
    ) -> Identity:
        choice = self._choice(key)
        if choice:
            return self._chosen(key, choice, exact, chosen)
        others.sort(key=lambda other: (other["certainty"] != "sure", -other["score"]))
        different = list({(other["id"], other["key"]): other for other in reversed(others)}.values())[::-1]
        sure = [other for other in different if other["certainty"] == "sure"]
        if len(sure) == 1:
            return self._sure(sure[0])
        return Identity(None, key, "asks" if different else "new", asks=tuple(different[:ASKED_AT_MOST]))

    def _sure(self, other: Mapping[str, Any]) -> Identity:
        reasons = tuple((code, value) for code, value in other["reasons"])
        if other["id"] is not None:
            return self._standing(other["id"], "sure", reasons=reasons)
        first = self.known[other["key"]]
        return Identity(first.id, first.key, "sure", other["name"], reasons, first.asks)

    def _chosen(
        self, key: str, choice: Mapping[str, Any], exact: Mapping[str, int], chosen: Mapping[int, int]
    ) -> Identity:
        more = {"take": tuple(choice.get("take", ())), "leave": tuple(choice.get("leave", ()))}
        pk, other = chosen.get(choice.get("id") or 0, 0), str(choice.get("key") or "")
        if pk in self._met:
            return self._standing(pk, "chosen", **more)
        if other in exact:
            return self._standing(exact[other], "chosen", **more)
        if other in self.known:
            first = self.known[other]
            name = first.name or self._rows.get(other, (0, 0, ""))[2]
            return Identity(first.id, first.key, "chosen", name, **more)
        return Identity(None, key, "new")


def _together(known: OrganisationTraits | None, more: OrganisationTraits) -> OrganisationTraits:
    if known is None:
        return more
    return replace(known, domains=known.domains | more.domains, addresses=known.addresses | more.addresses)


def _other(like: Likeness, **where: Any) -> dict[str, Any]:
    reasons = [[reason.code, reason.value] for reason in like.reasons]
    return {**where, "certainty": like.certainty, "score": round(like.score, 3), "reasons": reasons}


def row_traits(parsed: Mapping[str, Any]) -> OrganisationTraits:
    """Return what a row tells of its organisation."""
    organisation = parsed["organisation"]
    people = [parsed["contact"], *parsed["others"]] if parsed["contact"] else []
    return traits_of(
        {name: organisation[name] for name in ("name", "country", "external_id")},
        links=[organisation["website"], parsed["website"]],
        addresses=[person["email"] for person in people],
    )


def _standing_matches(
    traits: Mapping[str, OrganisationTraits], *, without: Collection[int] = ()
) -> dict[str, list[tuple[int, Likeness]]]:
    """Return for each key the standing organisations that it surely or likely is, some left out."""
    if not traits or not OrganisationTrait.objects.exists():
        return {}
    numbers = {key: trait_numbers(block_keys(found)) for key, found in traits.items()}
    blocks = _blocks({number for found in numbers.values() for number in found})
    ids = {pk for members in blocks.values() for pk in members}
    stands_for = follow_merges(ids)
    known = organisation_traits({*stands_for.values()}.difference(without)) if ids else {}
    matches: dict[str, list[tuple[int, Likeness]]] = {}
    for key, whole in traits.items():
        near = {stands_for[pk] for number in numbers[key] for pk in blocks.get(number, ())} & known.keys()
        found = replace(whole, domains=frozenset(name for name in whole.domains if _is_own(name, blocks)))
        likes = [(pk, like) for pk in sorted(near) if (like := likeness(known[pk], found)) is not None]
        if likes:
            matches[key] = likes
    return matches


def same_as_standing(ids: Sequence[int], *, without: Collection[int] = ()) -> dict[tuple[int, int], Likeness]:
    """Return which standing organisations may be one with one of these, as pairs in the order of their ids.

    Those `without` are left out: what they may be one with is known.
    """
    known = organisation_traits(ids)
    found = _standing_matches({str(pk): traits for pk, traits in known.items()}, without=without)
    return {
        (min(int(own), pk), max(int(own), pk)): like
        for own, likes in found.items()
        for pk, like in likes
        if pk != int(own)
    }


def _is_own(domain: str, blocks: Mapping[int, Sequence[int]]) -> bool:
    """Whether so few organisations stand under a domain that it can be one organisation's own."""
    return len(blocks.get(trait_number(f"web:{domain}"), ())) <= MAX_SHARING


def platform_domains(sites: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the domains that so many organisations of a file bear that they are nobody's own.

    `sites` are pairs of an organisation's name and a web or mail address beside it.
    """
    bearers: dict[str, set[str]] = {}
    for name, address in sites:
        domain = domain_of(address)
        if domain:
            bearers.setdefault(domain, set()).add(core_name(name))
    return frozenset(domain for domain, names in bearers.items() if len(names) > MAX_SHARING)


def _blocks(numbers: set[int]) -> dict[int, list[int]]:
    """Return the organisations that share each trait; a trait that very many share tells nothing."""
    found: dict[int, list[int]] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), MAX_KEYS_A_QUERY):
        rows = OrganisationTrait.objects.filter(key__in=wanted[start : start + MAX_KEYS_A_QUERY])
        sizes = rows.order_by("key").values_list("key").annotate(size=Count("pk"))
        telling = [key for key, size in sizes if size <= MAX_BLOCK]
        for key, pk in rows.filter(key__in=telling).order_by("pk").values_list("key", "organisation_id"):
            found.setdefault(key, []).append(pk)
    return found
