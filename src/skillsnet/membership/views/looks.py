"""The page on which members read who looked at what they show to facilitators alone."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skillsnet.membership.queries.looks import look_view, looks_at
from skillsnet.membership.views.profiles import of_a_member
from skillsnet.participants.models import Person

LOOKS_A_PAGE = 50


@of_a_member
def profile_looks(request: HttpRequest, person: Person) -> HttpResponse:
    """List the looks, the latest first."""
    page = Paginator(looks_at(person), LOOKS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "looks": [look_view(look) for look in page], "days": settings.RETENTION_DAYS["look"]}
    return render(request, "membership/looks.html", context)
