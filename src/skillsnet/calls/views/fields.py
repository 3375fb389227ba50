"""The facilitators' pages of extra fields: the columns there are, and what is made of them."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.actions import FieldDraft, add_field, change_field, withdraw_field
from skillsnet.calls.enums import FieldKind
from skillsnet.calls.forms import NEW_LINE, ExtraFieldForm
from skillsnet.calls.models import ExtraField
from skillsnet.calls.queries import counted_fields, extra_columns
from skillsnet.core.errors import Invalid
from skillsnet.participants.enums import Audience


@facilitators_only
@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """List the extra fields, and the columns that could be one."""
    return render(
        request, "calls/fields.html", {"fields": counted_fields(), "columns": extra_columns(viewer_of(request))}
    )


@facilitators_only
def field_new(request: HttpRequest) -> HttpResponse:
    """Make columns an extra field."""
    name = request.GET.get("column", "")
    start = {"label": name[:80], "columns": [name], "kind": FieldKind.SINGLE, "audience": Audience.FACILITATORS}
    return _form(request, start, field=None)


@facilitators_only
def field_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an extra field."""
    field = _field(slug)
    start = {
        "label": field.label(""),
        "columns": field.columns,
        "kind": field.kind,
        "separator": NEW_LINE if field.separator == "\n" else field.separator or ";",
        "audience": field.audience,
    }
    return _form(request, start, field=field)


@facilitators_only
@require_POST
def field_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an extra field away again."""
    withdraw_field(_field(slug), by=viewer_of(request).user_id)
    return redirect("extra_fields")


def _form(request: HttpRequest, start: Mapping[str, object], *, field: ExtraField | None) -> HttpResponse:
    columns = extra_columns(viewer_of(request))
    names = list(dict.fromkeys([*(column.name for column in columns), *(field.columns if field else [])]))
    form = ExtraFieldForm(request.POST or None, columns=names, initial=dict(start))
    if request.method == "POST" and form.is_valid():
        try:
            _save(form.draft(), field, by=viewer_of(request).user_id)
        except Invalid as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem)
        else:
            return redirect("extra_fields")
    selected = [column for column in columns if column.name in form["columns"].value()]
    return render(request, "calls/field.html", {"form": form, "field": field, "selected_columns": selected})


def _save(draft: FieldDraft, field: ExtraField | None, *, by: int | None) -> None:
    if field is None:
        add_field(draft, by=by)
    else:
        change_field(field, draft, by=by)


def _field(slug: str) -> ExtraField:
    field = ExtraField.objects.filter(slug=slug).first()
    if field is None:
        raise Http404
    return field
