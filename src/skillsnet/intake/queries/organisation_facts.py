"""What tells organisations of one name apart: how much there is of each, and whose addresses its people have."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from skillsnet.calls.models import Project
from skillsnet.core.intake.record_linkage import own_domain
from skillsnet.participants.models import Affiliation
from skillsnet.participants.visibility import hidden_from_facilitators

MAX_DOMAINS = 3


@dataclass(frozen=True)
class OrganisationFacts:
    """How many projects and people an organisation has, and the domains of its people's addresses, for facilitators."""

    project_count: int = 0
    person_count: int = 0
    domains: tuple[str, ...] = ()


def organisation_facts(ids: Iterable[int]) -> dict[int, OrganisationFacts]:
    """Return the facts of organisations by their ids; three queries, for however many."""
    wanted_ids = sorted(set(ids))
    projects = Project.objects.current().filter(organisation__in=wanted_ids).order_by()
    project_counts = dict(projects.values_list("organisation").annotate(Count("pk")))
    people: dict[int, set[int]] = defaultdict(set)
    domains: dict[int, Counter[str]] = defaultdict(Counter)
    affiliations = Affiliation.objects.filter(organisation__in=wanted_ids).order_by("pk")
    contacts = projects.filter(contact__isnull=False).order_by("pk")
    rows = [
        *affiliations.annotate(is_kept=hidden_from_facilitators("email", person="person")).values_list(
            "organisation_id", "person_id", "person__email", "is_kept"
        ),
        *contacts.annotate(is_kept=hidden_from_facilitators("email", person="contact")).values_list(
            "organisation_id", "contact_id", "contact__email", "is_kept"
        ),
    ]
    for organisation_id, person_id, email, is_kept in rows:
        if person_id not in people[organisation_id]:
            people[organisation_id].add(person_id)
            if not is_kept and (domain := own_domain(email)):
                domains[organisation_id][domain] += 1
    return {
        pk: OrganisationFacts(
            project_counts.get(pk, 0),
            len(people[pk]),
            tuple(sorted(domains[pk], key=lambda d: (-domains[pk][d], d)))[:MAX_DOMAINS],
        )
        for pk in wanted_ids
    }
