"""What became of each category of the edition before, as one form."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy import CategoryDocument, Change
from skillsnet.taxonomy.actions import set_correspondence
from skillsnet.taxonomy.actions.guards import EditConflict, InvalidCorrespondence
from skillsnet.taxonomy.board import edition_board
from skillsnet.taxonomy.change_rows import ChangeGroup, change_groups, stated_changes
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import changes_into, edition_before, edition_document
from skillsnet.taxonomy.views.access import access_edition
from skillsnet.taxonomy.views.editions import edition_context
from skillsnet.web.problems import FieldProblem

# A form with more rows would have more fields than a request may have, and each row lists the new categories.
OLDS_A_PAGE = 40
CHOICES_A_PAGE = 8000


@facilitators_only
def edition_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show and save what became of each old category, a page of them at a time."""
    edition = access_edition(slug, number)
    before = edition_before(edition)
    if before is None:
        return redirect("edition", slug, number)
    old, new = edition_document(before), edition_document(edition)
    size = max(1, min(OLDS_A_PAGE, CHOICES_A_PAGE // max(1, len(new.categories))))
    page = Paginator(old.categories, size).get_page(request.GET.get("page"))
    existing = changes_into(edition, before=before)
    # A form sent without any field is a form too.
    posted = request.POST if request.method == "POST" else None
    groups = change_groups(old, new, existing, page=page, data=posted)
    problems: list[FieldProblem] = []
    if request.method == "POST":
        changes = stated_changes(groups, existing, edition=number)
        problems = _field_problems(groups) if changes is None else _save(request, edition, changes, groups)
        if not problems:
            messages.success(request, _("The changes since the previous edition have been saved."))
            return redirect(reverse("edition_changes", args=[slug, number]) + f"?page={page.number}")
    return _page(request, edition, page, groups, problems)


def _field_problems(groups: Sequence[ChangeGroup]) -> list[FieldProblem]:
    """Return what is wrong with single fields, with the category in whose rows they stand."""
    return [
        FieldProblem(str(sentence), f"{group.title}: {field.label}", str(field.id_for_label))
        for group in groups
        for form in group.forms
        for field in form
        for sentence in field.errors
    ]


def _save(
    request: HttpRequest, edition: Edition, changes: Sequence[Change], groups: Sequence[ChangeGroup]
) -> list[FieldProblem]:
    """Save the correspondence and return what was wrong with it, at the categories that it is about."""
    # What is no number is nobody's version: the page is shown again as it is.
    version = whole_number(request.POST.get("version", "")) or 0
    try:
        set_correspondence(edition, changes, version=version, by=viewer_of(request).user_id)
    except InvalidCorrespondence as refused:
        by_category = {(group.category.slug, group.is_old): group for group in groups}
        # A new category that goes on under its name has no rows of its own.
        problem_groups = [
            by_category.get((slug, is_old)) or by_category.get((slug, not is_old))
            for slug, is_old in refused.categories
        ]
        return [
            FieldProblem(sentence, group.title, group.anchor) if group else FieldProblem(sentence)
            for sentence, group in zip(refused.problems, problem_groups, strict=True)
        ]
    except EditConflict as refused:
        edition.refresh_from_db()
        return [FieldProblem(problem) for problem in refused.problems]
    except Invalid as refused:
        return [FieldProblem(problem) for problem in refused.problems]
    return []


def _page(
    request: HttpRequest,
    edition: Edition,
    page: Page[CategoryDocument],
    groups: Sequence[ChangeGroup],
    problems: Sequence[FieldProblem],
) -> HttpResponse:
    sentences = {problem.anchor: problem.sentence for problem in problems}
    context = {
        **edition_context(edition),
        "page": page,
        "groups": [(group, sentences.get(group.anchor, "")) for group in groups],
        "problems": problems,
        "version": edition.version,
        "board": edition_board(edition),
    }
    return render(request, "taxonomy/changes.html", context, status=422 if problems else 200)
