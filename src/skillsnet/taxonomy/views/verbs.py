"""One page for each thing that is done to a category of a draft, and undoing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.taxonomy.actions import (
    add_category,
    merge_category,
    rename_category,
    retire_category,
    reword_category,
    split_category,
    undo_step,
)
from skillsnet.taxonomy.actions.guards import EditConflict
from skillsnet.taxonomy.enums import Verb
from skillsnet.taxonomy.models import Category, DraftStep, Edition
from skillsnet.taxonomy.queries.categories import view_of
from skillsnet.taxonomy.queries.drafts import draft_of
from skillsnet.taxonomy.sentences import VERB_EFFECTS, VERB_HEADINGS
from skillsnet.taxonomy.verb_forms import AddForm, MergeForm, RenameForm, RetireForm, RewordForm, SplitForm, VerbForm
from skillsnet.taxonomy.views.access import access_category, access_edition
from skillsnet.taxonomy.views.editions import edition_context

FORMS: dict[str, type[VerbForm]] = {
    Verb.RENAME: RenameForm,
    Verb.REWORD: RewordForm,
    Verb.SPLIT: SplitForm,
    Verb.MERGE: MergeForm,
    Verb.RETIRE: RetireForm,
}


@facilitators_only
def category_verb(request: HttpRequest, slug: str, number: int, category: str, verb: str) -> HttpResponse:
    """Ask what a verb needs to know, and do it to the list of categories and to the correspondence."""
    edition = access_edition(slug, number)
    target = access_category(edition, category)
    draft = draft_of(edition)
    data = request.POST if request.method == "POST" else None
    form = FORMS[verb](data, draft=draft, category=draft.category(category), version=target.version)
    if data is not None and form.is_valid():
        try:
            step = _act(target, form, by=viewer_of(request).user_id)
        except EditConflict as conflict:
            target.refresh_from_db()
            form.renew(version=target.version)
            form.add_error(None, list(conflict.problems))
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            if step is None:
                messages.info(request, _("Nothing changed."))
            return redirect("edition", slug, number)
    return _page(request, edition, verb, form, target)


def _act(category: Category, form: VerbForm, *, by: int | None) -> DraftStep | None:
    """Do what a valid form asks for."""
    reasons, version = form.reasons, form.version
    if isinstance(form, RenameForm):
        return rename_category(category, form.names, reasons=reasons, version=version, by=by)
    if isinstance(form, RewordForm):
        return reword_category(category, form.words, scope=form.scope, reasons=reasons, version=version, by=by)
    if isinstance(form, SplitForm):
        return split_category(category, form.values, reasons=reasons, version=version, by=by)
    if isinstance(form, MergeForm):
        names = form.names
        return merge_category(category, into=form.into, names=names, reasons=reasons, version=version, by=by)
    return retire_category(category, reasons=reasons, version=version, by=by)


@facilitators_only
def category_new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Add a category to a draft."""
    edition = access_edition(slug, number)
    data = request.POST if request.method == "POST" else None
    form = AddForm(data, draft=draft_of(edition), is_tree=edition.taxonomy.is_tree)
    if data is not None and form.is_valid():
        try:
            add_category(edition, form.part.values, reasons=form.reasons, by=viewer_of(request).user_id)
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            return redirect("edition", slug, number)
    return _page(request, edition, Verb.ADD, form, None)


def _page(request: HttpRequest, edition: Edition, verb: str, form: VerbForm, category: Category | None) -> HttpResponse:
    category_view = view_of(category, request.LANGUAGE_CODE) if category else None
    name = category_view.name if category_view else ""
    context = {
        **edition_context(edition),
        "form": form,
        "category": category_view,
        "verb": Verb(verb),
        "heading": str(VERB_HEADINGS[verb]) % {"name": name},
        "effect": VERB_EFFECTS[verb],
    }
    has_errors = form.errors or any(part.errors for part in getattr(form, "parts", ()))
    return render(request, "taxonomy/verb.html", context, status=422 if has_errors else 200)


@require_POST
@facilitators_only
def draft_step_undo(request: HttpRequest, slug: str, number: int, step: int) -> HttpResponse:
    """Undo a step of a draft."""
    edition = access_edition(slug, number)
    row = get_object_or_404(DraftStep.objects.select_related("edition"), edition=edition, pk=min(step, MAX_ID))
    try:
        undo_step(row, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("Undone."))
    return redirect("edition", slug, number)
