"""A category of a draft: its number, mark, colour, place, and its words in every language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.actions import change_category
from skillsnet.taxonomy.actions.guards import EditConflict
from skillsnet.taxonomy.board import edition_board
from skillsnet.taxonomy.forms import CategoryForm, category_initial
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import edition_document
from skillsnet.taxonomy.queries.categories import view_of
from skillsnet.taxonomy.queries.documents import category_document
from skillsnet.taxonomy.views.access import access_category, access_edition
from skillsnet.taxonomy.views.editions import edition_context


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


def _form(request: HttpRequest, edition: Edition, category: Category) -> CategoryForm:
    document = category_document(category)
    return CategoryForm(
        request.POST or None, edition=edition_document(edition), category=document, is_tree=edition.taxonomy.is_tree,
        initial=category_initial(document, order=category.order, version=category.version),
    )  # fmt: skip


def _page(request: HttpRequest, edition: Edition, form: CategoryForm, category: Category) -> HttpResponse:
    context = {
        **edition_context(edition),
        "form": form,
        "category": category,
        "category_view": view_of(category, request.LANGUAGE_CODE),
        "board": edition_board(edition),
    }
    return render(request, "taxonomy/category.html", context, status=422 if form.errors else 200)
