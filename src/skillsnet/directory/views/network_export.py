"""Everything that a facilitator may see, as one workbook."""

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.audit.actions import record
from skillsnet.calls.models import Call
from skillsnet.directory.queries.network_sheets import NetworkExport
from skillsnet.directory.views.sheets import XLSX
from skillsnet.web.workbooks import stream_workbook


class NetworkExportForm(forms.Form):
    """Which call's part of the network is exported."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["call"] = forms.ModelChoiceField(
            label=_("Call"), required=False, queryset=Call.objects.filter(removal=None).order_by("title", "pk"),
            empty_label=_("The whole network"), to_field_name="slug",
            error_messages={"invalid_choice": _("Choose a call of the list.")},
        )  # fmt: skip
        self.fields["call"].label_from_instance = lambda call: call.title  # type: ignore[attr-defined]


@facilitators_only
def network_export(request: HttpRequest) -> HttpResponseBase:
    """Say what the workbook holds; sent by POST, send it while it is written."""
    form = NetworkExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _workbook(request, form.cleaned_data["call"])
    status = 422 if form.errors else 200
    return render(request, "directory/network_export.html", {"form": form}, status=status)


def _workbook(request: HttpRequest, call: Call | None) -> HttpResponse | StreamingHttpResponse:
    viewer = viewer_of(request)
    page = request.build_absolute_uri(reverse("project", args=[0])).replace("/0/", "/{id}/")
    export = NetworkExport(viewer, get_language() or "en", page, call)
    subject = f"call:{call.pk}" if call else "network"
    record("directory.export_network", subject=subject, by=viewer.user_id)
    response = StreamingHttpResponse(stream_workbook(export.sheets()), content_type=XLSX)
    name = f"{call.slug if call else 'network'}-{timezone.localdate().isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
