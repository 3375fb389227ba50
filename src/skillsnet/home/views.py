"""The home page, the facilitators' start page, and the health of the process."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.queries import kept_off_projects
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import summary_counts
from skillsnet.facets.search_examples import search_examples
from skillsnet.home.queries import is_unclaimed, latest_runs
from skillsnet.home.readiness import readiness
from skillsnet.home.work import lost_work, try_all_again, work_in_hand
from skillsnet.netmap.pictures.queries import picture_for
from skillsnet.netmap.queries import current_map, outdated_map
from skillsnet.netmap.retry import retry_once
from skillsnet.taxonomy.queries import current_categories
from skillsnet.web.waiting_work import waiting_lines


@retry_once
def home(request: HttpRequest) -> HttpResponse:
    """Show what the network is, who is in it, and the way to similar projects."""
    language = get_language() or "en"
    filters, version = Filters(), current_map()
    context = {
        "picture_svg": picture_for(version, filters=filters, language=language),
        "outdated_map": outdated_map(version),
        "counts": summary_counts(filters),
        "categories": current_categories(language),
        "search_examples": search_examples(language),
        "is_unclaimed": is_unclaimed,
    }
    return render(request, "home/home.html", context)


@facilitators_only
def facilitate(request: HttpRequest) -> HttpResponse:
    """Show a facilitator what waits, the largest first, and the way to everything else."""
    context = {
        "lines": waiting_lines(),
        "runs": latest_runs(),
        "kept_off_count": kept_off_projects().count(),
        "counts": summary_counts(Filters()),
    }
    return render(request, "home/facilitate.html", context)


@require_safe
@facilitators_only
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits for the workers, what they are at, and what was given up."""
    return render(request, "home/work.html", {"work": work_in_hand(), "lost": lost_work()})


@require_POST
@facilitators_only
def work_again(request: HttpRequest) -> HttpResponse:
    """Have all that was given up tried again."""
    count = try_all_again(by=viewer_of(request).user_id)
    if count:
        sentence = ngettext("%(count)d job will be tried again.", "%(count)d jobs will be tried again.", count)
        messages.success(request, sentence % {"count": count})
    else:
        messages.info(request, _("There are no failed jobs."))
    return redirect("work")


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether people can be served and work is being done, check by check; 503 while one fails."""
    checks = readiness()
    failing = sorted(name for name, check in checks.items() if not check["ok"])
    answer = {"status": "failing" if failing else "ok", "failing": failing, "checks": checks}
    return JsonResponse(answer, status=503 if failing else 200)
