"""A choice of projects in words, for what leaves the site: print, pictures."""

from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.queries import facet_fields_for
from skillsnet.facets.enums import FIELD_PREFIX, NOT_STATED, FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.names import named_values
from skillsnet.web.lists import join_list, label_separator

BETWEEN = " · "


def choice_in_words(filters: Filters, *, language: str, viewer: Viewer = ANYONE) -> str:
    """Return what is chosen, such as “Category: Life skills · Country: Kenya, Peru”; empty where nothing is left out.

    At most two queries, none where nothing is left out.
    """
    fields = {}
    if any(key.startswith(FIELD_PREFIX) for key in filters.facets):
        fields = {FIELD_PREFIX + field.slug: field.label(language) for field in facet_fields_for(viewer)}
    parts = []
    for key, values in filters.facets.items():
        label = fields.get(key, key) if key.startswith(FIELD_PREFIX) else str(FacetKey(key).label)
        names = {
            named.value: named.label for named in named_values(key, values, language=language, edition=filters.edition)
        }
        names[NOT_STATED] = _("Not stated")
        parts.append(f"{label}{label_separator()}{join_list(names.get(value, value) for value in values)}")
    if filters.q:
        parts.append(_("“%(name)s”") % {"name": filters.q})
    if filters.only:
        parts.append(_("A selection of projects"))
    return BETWEEN.join(parts)
