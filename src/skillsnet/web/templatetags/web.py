"""Template tags of the site."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from skillsnet.core import geo
from skillsnet.core.text import mask_contacts
from skillsnet.db.jobs import given_up_jobs, is_anybody_working
from skillsnet.web.lists import label_separator, list_separator

register = template.Library()

# Category colour tokens; a tenth and later category repeats one with a ring.
CATEGORY_COLOURS = 9


@register.filter
def country_name(code: str) -> str:
    """Return a country's name in the reader's language."""
    return geo.country_name(code, _language()) if code else ""


@register.filter
def language_label(code: str) -> str:
    """Return a language’s name in the reader’s language; Django’s own filter knows fewer."""
    return geo.language_name(code, _language()) if code else ""


@register.filter
def region_name(region: str) -> str:
    """Return an ILO region's name in the reader's language."""
    return geo.region_name(region, _language()) if region else ""


@register.simple_tag
def list_comma() -> str:
    """Return what stands between the items of a list in the reader's language."""
    return list_separator()


@register.simple_tag
def colon() -> str:
    """Return what stands between a label and its value in the reader's language."""
    return label_separator()


@register.filter
def moment(at: datetime | None) -> SafeString:
    """Return a moment as the page's language writes it, in UTC; a script puts it into the reader's form and zone."""
    if at is None:
        return SafeString("")
    in_utc = at.astimezone(UTC)
    written = date_format(in_utc, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" data-moment>{} (UTC)</time>', in_utc.isoformat(timespec="seconds"), written)


@register.filter
def day(at: datetime | None) -> SafeString:
    """Return the day of a moment as the page's language writes it, in UTC; a script puts it into the reader's zone."""
    if at is None:
        return SafeString("")
    in_utc = at.astimezone(UTC)
    written = date_format(in_utc, "DATE_FORMAT")
    return format_html('<time datetime="{}" data-moment="day">{}</time>', in_utc.isoformat(timespec="seconds"), written)


@register.filter
def masked(text: str) -> str:
    """Return the text without mail addresses and telephone numbers."""
    return mask_contacts(text)


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Return the numbers to show below a list: the first, the last, those around, and gaps between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def in_language(code: str) -> SafeString:
    """Return the attributes of an element whose text is in a language, when it is not the page's."""
    if not code:
        return format_html(' dir="{}"', "auto")
    if code == _language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, "auto")


@register.simple_tag(takes_context=True)
def aria_current(context: template.Context, *names: str) -> SafeString:
    """Return the attribute that marks a link to the page or the section one is in."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name not in names:
        return SafeString("")
    return format_html(' aria-current="{}"', "page" if match.url_name == names[0] else "true")


@register.filter
def category_class(colour: int | None) -> str:
    """Return the classes that give an element a category's colour; a ring from the tenth category on."""
    if not colour:
        return "category-none"
    ring = " category-ring" if colour > CATEGORY_COLOURS else ""
    return f"category-{(colour - 1) % CATEGORY_COLOURS + 1}{ring}"


@register.inclusion_tag("web/_chip.html")
def category_chip(
    category: Any, *, is_suggested: bool = False, is_said: bool = True, is_link: bool = True
) -> dict[str, object]:
    """Draw a category as its coloured dot and its name; says when it is suggested, unless that is said beside it."""
    return {"category": category, "is_suggested": is_suggested, "is_said": is_said, "is_link": is_link}


@register.inclusion_tag("web/_meter.html")
def meter(share_pct: int, *, colour: int | None = None) -> dict[str, object]:
    """Draw a share of the longest bar; the number itself stands beside it in words."""
    return {"share_pct": max(0, min(100, share_pct)), "colour": colour}


def _language() -> str:
    return get_language() or "en"


@register.inclusion_tag("web/_social.html", takes_context=True)
def social(context: template.Context, *, title: str, image: str, query: str = "") -> dict[str, object]:
    """Return what other sites show of a page that is linked there: a title and a picture of 1,200 by 630 pixels."""
    request = context["request"]
    return {
        "title": title,
        "network_name": context["network_name"],
        "url": request.build_absolute_uri(request.path),
        "image": request.build_absolute_uri(f"{image}?{query}&width=1200" if query else f"{image}?width=1200"),
    }


@register.inclusion_tag("web/_work.html")
def work_notice() -> dict[str, object]:
    """Say when nobody does the background work, or when a job of it was given up; nothing while all is well."""
    return {"is_stopped": not is_anybody_working(), "given_up_count": len(given_up_jobs())}
