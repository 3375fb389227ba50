"""What the map can be arranged by: the groupings that say something of the proposals there are."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import ExtraField, ExtraValue, Link, Proposal, ProposalBeneficiary, ProposalLanguage
from skillsnet.calls.queries import facet_fields_for
from skillsnet.facets.enums import FACET_OF_GROUPING, FIELD_PREFIX, FacetKey, Grouping
from skillsnet.facets.filters import Filters
from skillsnet.facets.models import NeighbourhoodMember
from skillsnet.facets.queries import shown_proposals


def groupings(filters: Filters, viewer: Viewer = ANYONE) -> list[dict[str, Any]]:
    """Return what the map can be arranged by, each with the key of its facet, the present one checked; two queries.

    Left out are those of which no shown proposal states anything, calls while there is only one, and ties without a
    declared link between two shown proposals. The categories and what the address asks for are always among them.
    """
    fields = list(facet_fields_for(viewer))
    said = _said(fields) | {Grouping.CATEGORY.value, filters.group}
    language = get_language() or "en"
    offered: list[tuple[str, str, str | None]] = [
        (choice.value, str(choice.label), _facet_key(choice)) for choice in Grouping if choice in said
    ]
    keys = [(FIELD_PREFIX + field.slug, field.label(language)) for field in fields]
    offered += [(key, label, key) for key, label in keys if key in said]
    return [
        {"key": key, "label": label, "facet": facet, "checked": key == filters.group} for key, label, facet in offered
    ]


def _facet_key(choice: Grouping) -> str | None:
    facet = FACET_OF_GROUPING.get(choice, FacetKey(choice.value) if choice in FacetKey.values else None)
    return None if facet is None else facet.value


def _said(fields: list[ExtraField]) -> set[str]:
    """Return which groupings say something; one query, whatever their number."""
    shown = shown_proposals().order_by()
    asked = _questions(shown) | {f"field_{field.pk}": ExtraValue.objects.filter(field=field) for field in fields}
    # Any one proposal carries the answers, which have nothing to do with it.
    answers = shown.annotate(**{name: Exists(found.order_by()) for name, found in asked.items()}).values(*asked)[:1]
    row: dict[str, bool] = next(iter(answers), {})
    names = {f"field_{field.pk}": FIELD_PREFIX + field.slug for field in fields}
    found = {names.get(name, name.removeprefix("says_")) for name, is_said in row.items() if is_said}
    return found | ({Grouping.PLACE.value} if Grouping.COUNTRY in found else set())


def _questions(shown: QuerySet[Proposal]) -> dict[str, QuerySet[Any]]:
    of_shown = Q(proposal__in=shown.values("pk"))
    located = shown.exclude(country="")
    return {
        "says_country": located,
        "says_region": shown.exclude(region=""),
        "says_subregion": located,
        "says_language": ProposalLanguage.objects.filter(of_shown),
        "says_beneficiary": ProposalBeneficiary.objects.filter(of_shown),
        "says_type": shown.filter(organisation__type__gt=""),
        "says_stage": shown.exclude(stage=""),
        "says_call": shown.exclude(call=OuterRef("call")),
        "says_issue": NeighbourhoodMember.objects.filter(of_shown),
        "says_ties": Link.objects.filter(source__in=shown.values("pk"), target__in=shown.values("pk")),
    }
