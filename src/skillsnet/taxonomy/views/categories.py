"""A category of a draft: its number, mark, colour, place, and its words in every language."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.actions import add_category, change_category, remove_category
from skillsnet.taxonomy.actions.guards import EditConflict
from skillsnet.taxonomy.board import edition_board
from skillsnet.taxonomy.forms import CategoryForm, category_initial
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import edition_document
from skillsnet.taxonomy.queries.categories import view_of
from skillsnet.taxonomy.queries.documents import category_document
from skillsnet.taxonomy.rules import why_not_edit
from skillsnet.taxonomy.views.access import access_category, access_edition
from skillsnet.taxonomy.views.editions import edition_context


@facilitators_only
def category_new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a category to a draft."""
    edition = access_edition(slug, number)
    form = _form(request, edition, None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_category(edition, form.values, by=viewer_of(request).user_id)
        except Invalid as refused:
            form.add_error(None, list(refused.problems))
        else:
            messages.success(request, _("“%(name)s” has been added.") % {"name": added.slug})
            return redirect("edition", slug, number)
    return _page(request, edition, form, None)


@facilitators_only
def category_edit(request: HttpRequest, slug: str, number: int, category: str) -> HttpResponse:
    """Change a category of a draft; a change on an older state is not saved over another's."""
    edition = access_edition(slug, number)
    target = access_category(edition, category)
    form = _form(request, edition, target)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            change_category(target, form.values, version=version, by=viewer_of(request).user_id)
        except EditConflict as refused:
            target.refresh_from_db()
            form.renew(version=target.version)
            form.add_error(None, list(refused.problems))
        except Invalid as refused:
            form.add_error(None, list(refused.problems))
        else:
            return redirect("edition", slug, number)
    return _page(request, edition, form, target)


def _form(request: HttpRequest, edition: Edition, category: Category | None) -> CategoryForm:
    initial: dict[str, str | int] | None = None
    document = category_document(category) if category else None
    if category is not None and document is not None:
        initial = category_initial(document, order=category.order, version=category.version)
    return CategoryForm(
        request.POST or None, initial=initial, edition=edition_document(edition), category=document,
        is_tree=edition.taxonomy.is_tree,
    )  # fmt: skip


def _page(request: HttpRequest, edition: Edition, form: CategoryForm, category: Category | None) -> HttpResponse:
    view = view_of(category, request.LANGUAGE_CODE) if category else None
    context = {
        **edition_context(edition),
        "form": form,
        "category": category,
        "category_view": view,
        "board": edition_board(edition),
    }
    return render(request, "taxonomy/category.html", context, status=422 if form.errors else 200)


@facilitators_only
def category_remove(request: HttpRequest, slug: str, number: int, category: str) -> HttpResponse:
    """Ask whether a category is to be taken out of a draft, and take it out."""
    edition = access_edition(slug, number)
    target = access_category(edition, category)
    name = view_of(target, request.LANGUAGE_CODE).name
    if request.method == "POST" or why_not_edit(edition):
        try:
            remove_category(target, by=viewer_of(request).user_id)
        except Invalid as refused:
            messages.error(request, " ".join(refused.problems))
        else:
            messages.success(request, _("“%(name)s” has been removed from this edition.") % {"name": name})
        return redirect("edition", slug, number)
    return render(request, "taxonomy/remove.html", {**edition_context(edition), "category": target, "name": name})
