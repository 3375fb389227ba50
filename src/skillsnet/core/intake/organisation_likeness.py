"""What is known of an organisation, and what speaks for two being one."""

from dataclasses import dataclass, field, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class OrganisationTraits:
    """What is known of an organisation.

    Attributes
    ----------
    name : str
        The name as it was written.
    country : str
        ISO 3166-1 alpha-2 code in capitals; empty when not stated.
    external_id : str
        The organisation's number on another platform or in a register; empty when not known.
    addresses : frozenset of str
        Mail addresses of contacts, in lower case.
    domains : frozenset of str
        Its own domains, each as `own_domain` gives it. A domain that many organisations of a file bear (the platform
        they were exported from) is not their own; the caller leaves it out.
    project_domains : frozenset of str
        Domains of its projects' sites and of its people's addresses: sharing one speaks for two being one, other ones
        never speak against it.
    city : str
        The city of its seat, as written; empty when not stated. Places where it works are no traits.
    """

    name: str
    country: str = ""
    external_id: str = ""
    addresses: frozenset[str] = field(default=frozenset())
    domains: frozenset[str] = field(default=frozenset())
    project_domains: frozenset[str] = field(default=frozenset())
    city: str = ""

    @property
    def all_domains(self) -> frozenset[str]:
        """Every domain by which it may be found."""
        return self.domains | self.project_domains

    def without_domains(self, platforms: frozenset[str]) -> "OrganisationTraits":
        """Return the traits without domains that are nobody's own."""
        if platforms.isdisjoint(self.all_domains):
            return self
        return replace(self, domains=self.domains - platforms, project_domains=self.project_domains - platforms)

    def with_more(self, more: "OrganisationTraits") -> "OrganisationTraits":
        """Return the traits with the addresses and domains, and the city where none is known, of others."""
        return replace(
            self,
            addresses=self.addresses | more.addresses,
            domains=self.domains | more.domains,
            project_domains=self.project_domains | more.project_domains,
            city=self.city or more.city,
        )


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for two organisations being one.

    Attributes
    ----------
    code : str
        One of `REASONS`.
    value : str
        What they share: the address, the domain, the acronym, the other name, or the percentage of `near_name`; empty
        where the code says it all.
    """

    code: str
    value: str = ""


@dataclass(frozen=True)
class Likeness:
    """How sure it is that two organisations are one, and why.

    Attributes
    ----------
    certainty : str
        ``sure``: may be taken without asking; ``likely``: a person decides.
    score : float
        0 to 1, for putting the likeliest first; scores of ``sure`` lie above all scores of ``likely``.
    reasons : tuple of Reason
        At least one; hard evidence before that of the names.
    """

    certainty: Literal["sure", "likely"]
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class OrganisationPair:
    """A pair of organisations that are surely or likely one, by their positions."""

    left: int
    right: int
    likeness: Likeness


# Every code of a reason, in the order in which reasons are given.
REASONS = (
    "same_external_id",
    "same_address",
    "same_domain",
    "same_name",
    "same_name_without_legal_form",
    "transliterated",
    "same_words",
    "alias",
    "acronym",
    "short_form",
    "near_name",
    "shared_words",
    "affiliation",
    "same_country",
    "other_country",
    "other_city",
    "other_domain",
)
