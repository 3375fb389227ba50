"""What is suggested to one organisation, for facilitators to read and judge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.db.limits import MAX_ID
from skillsnet.matching.queries import suggestions_for
from skillsnet.participants.models import Organisation
from skillsnet.participants.visibility import organisation_label


@facilitators_only
def organisation_suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom an organisation should talk to, with the reasons for both."""
    viewer = viewer_of(request)
    organisation = Organisation.objects.filter(pk=pk, removal=None).first() if pk <= MAX_ID else None
    if organisation is None:
        raise Http404
    context = {
        "name": organisation_label(organisation, viewer),
        "suggestions": suggestions_for(pk, viewer=viewer, language=get_language() or "en"),
    }
    return render(request, "matching/organisation_suggestions.html", context)
