"""The news of a project, written by the member whose project it is, and by facilitators."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.actions import add_news, change_news, delete_news
from skillsnet.calls.models import Project
from skillsnet.calls.queries import NewsView, news_of, title_for
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.membership.forms import NewsForm
from skillsnet.membership.rules import may_write_news

View = Callable[..., HttpResponse]


def by_writers(view: View) -> Callable[..., HttpResponseBase]:
    """Send visitors to the sign-in; for whoever may not write about the project the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: int) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.is_member:
            return redirect_to_login(request.get_full_path())
        readable = Project.objects.readable_by(viewer).select_related("contact", "organisation")
        project = get_object_or_404(readable, pk=min(pk, MAX_ID))
        if not may_write_news(project, viewer):
            raise Http404
        return view(request, project, **kwargs)

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


@by_writers
def project_news(request: HttpRequest, project: Project) -> HttpResponse:
    """List a project's news with a form for more; sent by POST, write it."""
    viewer = viewer_of(request)
    form = NewsForm(
        request.POST if request.method == "POST" else None,
        initial={"language": project.language, "happened_on": timezone.localdate()},
    )
    if form.is_valid():
        try:
            add_news(project.pk, **form.values(), by=viewer.user_id)
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            messages.success(request, _("The news is on the project’s page."))
            return redirect(_news_on_page(project))
    context = {
        "form": form,
        "project_id": project.pk,
        "title": title_for(project, viewer),
        "language": project.language,
        "news": news_of(project, viewer),
    }
    return render(request, "membership/news.html", context, status=422 if form.errors else 200)


@by_writers
def news_edit(request: HttpRequest, project: Project, item: int) -> HttpResponse:
    """Show one news in a form; sent by POST, write what was changed. A text that stays keeps its words."""
    viewer = viewer_of(request)
    shown = next((each for each in news_of(project, viewer) if each.id == item), None)
    if shown is None:
        raise Http404
    initial = {name: getattr(shown, name) for name in ("text", "language", "happened_on", "version")}
    form = NewsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _save(form, shown, by=viewer.user_id):
        messages.success(request, _("Saved."))
        return redirect(_news_on_page(project))
    context = {
        "form": form,
        "project_id": project.pk,
        "item": shown,
        "title": title_for(project, viewer),
        "language": project.language,
    }
    return render(request, "membership/news_edit.html", context, status=422 if form.errors else 200)


def _save(form: NewsForm, shown: NewsView, *, by: int | None) -> bool:
    """Write what was changed, and return whether that was possible; the second of two people sees both texts."""
    if form.cleaned_data["version"] != shown.version:
        form.add_error("text", _("Somebody changed it to “%(text)s” meanwhile.") % {"text": shown.text})
        form.take_version(shown.version)
        return False
    values = form.values()
    # Names in it that this reader may not see stay as they are written.
    text = None if values["text"] == shown.text else values["text"]
    change_news(shown.id, text=text, happened_on=values["happened_on"], language=values["language"], by=by)
    return True


@by_writers
def news_delete(request: HttpRequest, project: Project, item: int) -> HttpResponse:
    """Delete one news, sent by POST; otherwise lead to where it can be deleted."""
    viewer = viewer_of(request)
    if item not in {each.id for each in news_of(project, viewer)}:
        raise Http404
    if request.method != "POST":
        return redirect("news_edit", project.pk, item)
    delete_news(item, by=viewer.user_id)
    messages.success(request, _("The news item has been deleted."))
    return redirect("project_news", project.pk)


def _news_on_page(project: Project) -> str:
    return f"{reverse('project', args=[project.pk])}#news"
