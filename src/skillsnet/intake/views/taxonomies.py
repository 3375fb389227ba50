"""Bringing a taxonomy in from a file, or a file into a draft."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import TaxonomyProblem
from skillsnet.core.taxonomy.documents import MAX_NUMBER
from skillsnet.intake.forms import DraftFileForm, TaxonomyFileForm
from skillsnet.intake.taxonomy_files import read_draft, read_taxonomy_file
from skillsnet.intake.views.access import facilitator_page
from skillsnet.taxonomy.actions import fill_draft, import_taxonomy
from skillsnet.taxonomy.file_sentences import remark_sentences
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries.editions import localised_name
from skillsnet.taxonomy.rules import why_not_edit


@facilitator_page
def taxonomy_from_file(request: HttpRequest) -> HttpResponse:
    """Bring in a taxonomy that does not stand here yet."""
    form = TaxonomyFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, scheme, slug, title = (form.cleaned_data[name] for name in ("file", "scheme", "slug", "title"))
        try:
            document = read_taxonomy_file(file, name=file.name, slug=slug, title=title, scheme=scheme)
            taxonomy = import_taxonomy(document, slug=slug, by=viewer_of(request).user_id)
        except Invalid as invalid:
            form.add_error("file", list(invalid.problems))
        else:
            _show_remarks(request, document.remarks)
            return redirect("taxonomy", taxonomy.slug)
    context = {"form": form, "taxonomy": None, "edition": None, "name": ""}
    return render(request, "intake/taxonomy_file.html", context, status=422 if form.errors else 200)


@facilitator_page
def edition_from_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Replace what a draft holds by what a file says."""
    editions = Edition.objects.select_related("taxonomy").filter(taxonomy__slug=slug)
    edition = editions.filter(number=number).first() if number <= MAX_NUMBER else None
    if edition is None:
        raise Http404
    form = DraftFileForm(request.POST or None, request.FILES or None)
    reason = why_not_edit(edition)
    if request.method == "POST" and not reason and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = read_draft(file, name=file.name, number=number, scheme=form.cleaned_data["scheme"])
            fill_draft(edition, draft.edition, draft.changes, by=viewer_of(request).user_id)
        except Invalid as invalid:
            form.add_error("file", list(invalid.problems))
        else:
            messages.success(request, _("The draft now has the contents of the file."))
            _show_remarks(request, draft.remarks)
            return redirect("edition", slug, number)
    name = localised_name(edition.taxonomy.names, slug)
    context = {"form": form, "taxonomy": edition.taxonomy, "edition": edition, "name": name, "why_not_edit": reason}
    return render(request, "intake/taxonomy_file.html", context, status=422 if form.errors else 200)


def _show_remarks(request: HttpRequest, remarks: Sequence[TaxonomyProblem]) -> None:
    for sentence in remark_sentences(remarks):
        messages.info(request, sentence)
