"""Reading what tells organisations apart."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from skillsnet.calls.models import Project
from skillsnet.core.intake.record_linkage import OrganisationTraits, own_domain
from skillsnet.participants.models import Affiliation, Organisation
from skillsnet.participants.texts import words_for_computing

TRAIT_FIELDS = ("name", "country", "external_id", "website", "city")


def organisation_traits(ids: Collection[int]) -> dict[int, OrganisationTraits]:
    """Return what tells each organisation apart: its name, place, number, domains and addresses; three queries.

    Places where its projects work are none: they make two organisations neither one nor different.
    """
    websites: dict[int, set[str]] = defaultdict(set)
    addresses: dict[int, set[str]] = defaultdict(set)
    for pk, website in (
        Project.objects.filter(organisation__in=ids).exclude(website="").order_by("pk")
        .values_list("organisation_id", "website")
    ):  # fmt: skip
        websites[pk or 0].add(words_for_computing(website))
    for pk, email in (
        Affiliation.objects.filter(organisation__in=ids).exclude(person__email="").order_by("pk")
        .values_list("organisation_id", "person__email")
    ):  # fmt: skip
        addresses[pk].add(email)
    return {
        item.pk: traits_of(
            {name: words_for_computing(getattr(item, name)) for name in TRAIT_FIELDS},
            links=websites[item.pk],
            addresses=addresses[item.pk],
        )
        for item in Organisation.objects.filter(pk__in=ids).order_by("pk")
    }


def traits_of(parts: dict[str, str], *, links: Iterable[str], addresses: Iterable[str]) -> OrganisationTraits:
    """Return what tells an organisation apart, from its own fields, its projects' sites and its people's addresses."""
    mails = frozenset(address for address in addresses if address)
    project_domains = {domain_of(text) for text in (*links, *mails) if text}
    return OrganisationTraits(
        name=parts["name"],
        country=parts["country"],
        external_id=parts["external_id"],
        addresses=mails,
        domains=frozenset({domain_of(parts["website"])} - {""}),
        project_domains=frozenset(project_domains - {""}),
        city=parts["city"],
    )


@lru_cache(maxsize=65_536)
def domain_of(address: str) -> str:
    """Return an organisation's own domain in a web or mail address; the same ones come again and again."""
    return own_domain(address)


def trait_numbers(keys: Iterable[str]) -> list[int]:
    """Return block keys as the numbers under which they are kept."""
    return sorted({trait_number(key) for key in keys})


def trait_number(key: str) -> int:
    """Return the number under which a block key is kept."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)
