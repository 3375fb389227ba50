"""Who may open the pages on taxonomies, and what an address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.taxonomy.documents import MAX_NUMBER
from skillsnet.taxonomy.models import Category, Edition, Taxonomy

View = Callable[..., HttpResponseBase]


def facilitators_only(view: View) -> View:
    """Send visitors to the sign-in; for members the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.is_member:
            return redirect_to_login(request.get_full_path())
        if not viewer.is_facilitator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def access_taxonomy(slug: str) -> Taxonomy:
    """Return the taxonomy of a short name, if there is one."""
    found = Taxonomy.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def access_edition(slug: str, number: int) -> Edition:
    """Return the edition of a number, if there is one."""
    editions = Edition.objects.select_related("taxonomy").filter(taxonomy__slug=slug)
    found = editions.filter(number=number).first() if number <= MAX_NUMBER else None
    if found is None:
        raise Http404
    return found


def access_category(edition: Edition, slug: str) -> Category:
    """Return the category of an edition, if there is one."""
    categories = edition.categories.select_related("edition__taxonomy", "parent").prefetch_related("texts")
    found = categories.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found
