"""The form that puts an edition in force."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

OBJECTION_DAYS = 14


class PublishForm(forms.Form):
    """Until when members may object."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["object_until"] = forms.DateField(
            label=_("Members can ask for a correction until"),
            help_text=_(
                "Each member whose project changes category is informed and can ask for a correction until this day."
            ),
            initial=timezone.localdate() + timedelta(days=OBJECTION_DAYS),
            widget=forms.DateInput(attrs={"type": "date"}),
        )
