"""Taking what is seen on the map along into the list."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.actions import store_selection
from skillsnet.facets.filters import Filters
from skillsnet.web.rate_limit import maker_of


@require_POST
def directory_only(request: HttpRequest) -> HttpResponse:
    """Keep the projects sent as a selection and lead to the list of them, the rest of the choice kept.

    `ids` holds their numbers with commas; the choice stands in the other fields, or as a query in `next`.
    """
    choice = request.POST.copy()
    for name, values in QueryDict(
        request.POST.get("next", "").partition("?")[2] or request.POST.get("next", "")
    ).lists():
        choice.setlist(name, values)
    filters = Filters.from_query(choice, viewer_of(request))
    pairs = [("view", "table")] if choice.get("view") == "table" else []
    try:
        filters = replace(filters, only=store_selection(_ids(request.POST.get("ids", "")), by=maker_of(request)))
    except Invalid as refusal:
        for problem in refusal.problems:
            messages.error(request, problem)
    query = urlencode([*pairs, *filters.pairs()])
    return redirect(reverse("directory") + (f"?{query}" if query else ""))


def _ids(text: str) -> set[int]:
    numbers = (whole_number(part.strip(), largest=MAX_ID) for part in text.split(","))
    return {number for number in numbers if number is not None}
