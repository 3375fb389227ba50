"""The form that allows a website to show the map."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_ADDRESS = 500


class EmbeddingSiteForm(forms.Form):
    """The address of a website."""

    address = forms.CharField(
        label=_("Address of the website"),
        max_length=LONGEST_ADDRESS,
        help_text=_("For example https://www.example.org. All pages of this website may then show the map."),
    )
