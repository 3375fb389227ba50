"""The facilitator's choice of categories."""

from django import forms
from django.utils.translation import gettext_lazy as _

from skillsnet.taxonomy.models import Category
from skillsnet.taxonomy.queries import current_categories


class CategoriesForm(forms.Form):
    """One main category, and any others."""

    primary = forms.ChoiceField(label=_("Main category"))
    others = forms.MultipleChoiceField(label=_("Other categories"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(category.id), category.name) for category in current_categories(language)]
        self.fields["primary"].choices = choices  # type: ignore[attr-defined]
        self.fields["others"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[Category]:
        """Return the chosen categories, the main one first."""
        ids = [self.cleaned_data["primary"], *self.cleaned_data["others"]]
        found = {str(category.pk): category for category in Category.objects.filter(pk__in=ids)}
        return [found[chosen] for chosen in dict.fromkeys(ids)]
