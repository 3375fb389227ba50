"""Everything that the platform holds about a member, for that member: as a page and as a file."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_of
from skillsnet.membership.queries.member_data import DataSection, as_json, member_data
from skillsnet.membership.views.profiles import of_a_member
from skillsnet.participants.models import Person


@of_a_member
def profile_data(request: HttpRequest, person: Person) -> HttpResponse:
    """Show it as a page."""
    sections = [
        (
            section,
            [[(item.label, item.value, isinstance(item.value, datetime)) for item in row] for row in section.rows],
        )
        for section in _sections(request, person)
        if section.rows
    ]
    return _kept_nowhere(render(request, "membership/profile_data.html", {"sections": sections}))


@of_a_member
def profile_data_file(request: HttpRequest, person: Person) -> HttpResponse:
    """Send it as a file of JSON: rows by section, instants in UTC."""
    response = JsonResponse(as_json(_sections(request, person)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return _kept_nowhere(response)


def _sections(request: HttpRequest, person: Person) -> tuple[DataSection, ...]:
    return member_data(person, User.objects.get(person=person), viewer_of(request))


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_store=True, private=True)
    return response
