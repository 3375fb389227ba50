"""The page on which facilitators allow websites to show the map."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.netmap.embedding.actions import allow_site, remove_site
from skillsnet.netmap.embedding.forms import EmbeddingSiteForm
from skillsnet.netmap.embedding.queries import embedding_sites


@facilitators_only
def embedding(request: HttpRequest) -> HttpResponse:
    """Show the websites that may show the map, and allow another one."""
    form = EmbeddingSiteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            site = allow_site(form.cleaned_data["address"], viewer=viewer_of(request))
        except Invalid as error:
            form.add_error("address", list(error.problems))
        else:
            messages.success(request, _("%(site)s may show the map.") % {"site": site.origin})
            return redirect("embedding_sites")
    context = {"form": form, "sites": embedding_sites(), "operator_origins": settings.EMBED_ORIGINS}
    return render(request, "netmap/embedding.html", context, status=400 if form.errors else 200)


@facilitators_only
@require_POST
def embedding_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer allow a website to show the map."""
    origin = remove_site(pk, viewer=viewer_of(request))
    if origin is not None:
        messages.success(request, _("%(site)s may no longer show the map.") % {"site": origin})
    return redirect("embedding_sites")
