"""Reading who looked at what a member shows to facilitators alone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from skillsnet.participants.looks import fields_in
from skillsnet.participants.models import Look, Person
from skillsnet.participants.visibility import FIELD_LABELS
from skillsnet.web.lists import join_list


@dataclass(frozen=True)
class LookView:
    """A look as the person reads it: the day, the fields, where, and the facilitator's name."""

    day: date
    fields: str
    channel: str
    by: str


def looks_at(person: Person) -> QuerySet[Look]:
    """Return who looked at a member's profile, and at those that they joined with it, the latest first."""
    people = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    return Look.objects.filter(person__in=people).select_related("by")


def look_view(look: Look) -> LookView:
    """Return a look in words; a facilitator without a name, or whose account is gone, is one without a name."""
    return LookView(
        day=look.day,
        fields=join_list([str(FIELD_LABELS[name]) for name in fields_in(look.fields)]),
        channel=str(look.get_channel_display()),
        by=(look.by.name if look.by else "") or _("a facilitator"),
    )
