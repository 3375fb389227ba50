"""The list of taxonomies, a new one, and one with its editions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy.builtin_schemes import BUILTIN_SCHEMES, load_builtin_scheme
from skillsnet.taxonomy.actions import install_builtin_scheme, new_taxonomy, start_draft
from skillsnet.taxonomy.exports import taxonomy_file
from skillsnet.taxonomy.forms import TaxonomyForm
from skillsnet.taxonomy.queries import editions_of, taxonomies
from skillsnet.taxonomy.queries.editions import localised_name
from skillsnet.taxonomy.rules import why_not_start_draft
from skillsnet.taxonomy.views.access import access_taxonomy
from skillsnet.taxonomy.views.files import file_response


@facilitators_only
def taxonomy_list(request: HttpRequest) -> HttpResponse:
    """Show every taxonomy with its editions, and the lists that could be brought in."""
    rows = [
        (taxonomy, localised_name(taxonomy.names, taxonomy.slug), list(taxonomy.editions.all()))
        for taxonomy in taxonomies()
    ]
    existing_slugs = {taxonomy.slug for taxonomy, _name, _editions in rows}
    available = [
        (slug, localised_name(load_builtin_scheme(slug).names, slug))
        for slug in BUILTIN_SCHEMES
        if slug not in existing_slugs
    ]
    return render(request, "taxonomy/taxonomies.html", {"rows": rows, "available": available})


@facilitators_only
def taxonomy_new(request: HttpRequest) -> HttpResponse:
    """Begin a taxonomy from nothing."""
    form = TaxonomyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            taxonomy = new_taxonomy(
                slug=data["slug"], names=form.names, is_multi_valued=data["is_multi_valued"],
                is_tree=data["is_tree"], by=viewer_of(request).user_id,
            )  # fmt: skip
        except Invalid as refused:
            form.add_error("slug", list(refused.problems))
        else:
            return redirect("edition", taxonomy.slug, 1)
    return render(request, "taxonomy/new.html", {"form": form}, status=422 if form.errors else 200)


@facilitators_only
@require_POST
def scheme_install(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring in one of the lists that ship with the platform, as a draft."""
    if slug not in BUILTIN_SCHEMES:
        raise Http404
    try:
        install_builtin_scheme(slug, by=viewer_of(request).user_id)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
    return redirect("taxonomy", slug)


@facilitators_only
def taxonomy_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a taxonomy with its editions; a POST starts a draft of the next one."""
    taxonomy = access_taxonomy(slug)
    if request.method == "POST":
        try:
            draft = start_draft(taxonomy, by=viewer_of(request).user_id)
        except Invalid as refused:
            messages.error(request, " ".join(refused.problems))
            return redirect("taxonomy", slug)
        messages.success(
            request, _("The draft is a copy of the previous edition. Only facilitators can see it for now.")
        )
        return redirect("edition", slug, draft.number)
    context = {
        "taxonomy": taxonomy,
        "name": localised_name(taxonomy.names, taxonomy.slug),
        "editions": editions_of(taxonomy),
        "why_not_start": why_not_start_draft(taxonomy),
    }
    return render(request, "taxonomy/taxonomy.html", context)


@facilitators_only
def taxonomy_export(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Send a whole taxonomy as a file."""
    return file_response(
        taxonomy_file(access_taxonomy(slug), form=form, base=request.build_absolute_uri("/categories/"))
    )
