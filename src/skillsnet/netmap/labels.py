"""What the map's facets, values and numbers are called in the reader's language."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.calls.models import Call
from skillsnet.core.geo import country_name, language_name, region_name
from skillsnet.facets.enums import FacetKey
from skillsnet.participants.enums import OrganisationType
from skillsnet.taxonomy.queries import categories_in


def facet_label(key: str) -> str:
    """Return a facet's name."""
    return str(FacetKey(key).label) if key in FacetKey.values else key


def number_label(key: str) -> str:
    """Return the name of a number by which points are sized."""
    return {"ties": _("Ties"), "bridge": _("Bridge between neighbourhoods")}.get(key, key)


def value_labels(key: str, values: Sequence[str], language: str, *, edition: int | None = None) -> list[str]:
    """Return the names of a facet's values, at most one query."""
    if key == "category":
        names = {category.slug: category.name for category in categories_in(edition, language)}
        return [names.get(value, value) for value in values]
    if key == "call":
        titles = dict(Call.objects.filter(slug__in=values).values_list("slug", "title"))
        return [titles.get(value, value) for value in values]
    if key in _ENUMS:
        return [str(_ENUMS[key].get(value, value)) for value in values]
    naming = _NAMING.get(key)
    return [naming(value, language) for value in values] if naming else list(values)


_NAMING: Mapping[str, Callable[[str, str], str]] = {
    "country": country_name,
    "region": region_name,
    "subregion": region_name,
    "language": language_name,
}
_ENUMS = {
    "beneficiary": {choice.value: choice.label for choice in Beneficiary},
    "type": {choice.value: choice.label for choice in OrganisationType},
    "stage": {choice.value: choice.label for choice in Stage},
}
