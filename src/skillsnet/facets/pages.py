"""Where a facet's value has its page."""

from urllib.parse import quote, urlencode

from skillsnet.facets.enums import NOT_STATED, FacetKey

# Values with a page of their own; the page of any other one is the list of its projects.
OWN_PAGES = {FacetKey.CATEGORY.value: "/categories/{value}/", FacetKey.COUNTRY.value: "/countries/{value}/"}
LIST_PAGE = "/directory/?{key}={value}"


def page_pattern(key: str) -> str:
    """Return the address of a facet's values, with ``{value}`` for the value.

    Examples
    --------
    >>> page_pattern("country"), page_pattern("language")
    ('/countries/{value}/', '/directory/?language={value}')
    """
    return OWN_PAGES.get(key) or LIST_PAGE.replace("{key}", quote(key))


def value_page(key: str, value: str) -> str:
    """Return the address of a value's page; what is not stated has the list of its projects.

    Examples
    --------
    >>> value_page("country", "KE"), value_page("country", "-")
    ('/countries/KE/', '/directory/?country=-')
    """
    if value == NOT_STATED:
        return f"/directory/?{urlencode({key: value})}"
    return page_pattern(key).replace("{value}", quote(value, safe=""))
