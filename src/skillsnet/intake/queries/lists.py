"""The lists that a row's values are looked up in, and the names of their codes."""

from collections.abc import Mapping

from django.utils.translation import get_language

from skillsnet.core import geo
from skillsnet.core.intake.record_linkage.unmatched_values import REVERSED
from skillsnet.core.taxonomy.lists import value_name, values
from skillsnet.taxonomy.queries import current_categories, named_categories

COUNTRY_FIELDS = ("country", "work_countries")
# Target fields whose cells hold values of a list, with the list's name.
LISTS: Mapping[str, str] = {
    "organisation_type": "organisation_types",
    "stage": "stages",
    "status": "project_statuses",
    "beneficiaries": "beneficiaries",
    "may_publish": "permissions",
    "may_contact": "permissions",
    REVERSED: "permissions",
}


def code_name(target_field: str, code: str) -> str:
    """Return what a code of a list is called in the reader's language; the code itself for one that is none."""
    language = get_language() or "en"
    if target_field in COUNTRY_FIELDS:
        return geo.country_name(code, language)
    if target_field == "languages":
        return geo.language_name(code, language)
    if target_field in LISTS:
        return value_name(LISTS[target_field], code, language=language)
    return next((item.name for item in current_categories(language) if item.slug == code), code)


def codes_of(target_field: str) -> list[tuple[str, str]]:
    """Return the codes that a value of this field can be settled as, with their names in the reader's language."""
    language = get_language() or "en"
    if target_field == "category":
        return [(item.slug, item.name) for item in current_categories(language)]
    if target_field in LISTS:
        return [
            (code, value_name(LISTS[target_field], code, language=language)) for code in values(LISTS[target_field])
        ]
    names = (
        [(code, geo.country_name(code, language)) for code in geo.country_codes()]
        if target_field in COUNTRY_FIELDS
        else [(code, geo.language_name(code, language)) for code in geo.language_codes()]
    )
    return sorted(names, key=lambda pair: pair[1].casefold())


def is_code(target_field: str, code: str) -> bool:
    """Whether a value of this field can be settled as this code."""
    if target_field == "category":
        return any(code in slugs for slugs in named_categories().values())
    return any(code == list_code for list_code, _name in codes_of(target_field))
