"""The one place that decides who sees what of a person.

Everything that shows a person's field (page, search, map payload, export, mail) asks here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillsnet.accounts.viewer import Viewer
from skillsnet.core.text.unmasked import MARKER
from skillsnet.participants.audiences import FieldAccess, PersonField, visible
from skillsnet.participants.audiences import audiences_of as audiences_of
from skillsnet.participants.enums import HIDDEN_FROM_FACILITATORS, Audience, OrganisationType
from skillsnet.participants.looks import note_look
from skillsnet.participants.models import Consent, Organisation, Person
from skillsnet.participants.texts import site_for, text_for

PERSON_FIELDS: tuple[PersonField, ...] = ("name", "email", "phone", "position")
WAYS_TO_CONTACT: tuple[PersonField, ...] = ("email", "phone")
FIELD_LABELS: dict[PersonField, Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("Mail address"),
    "phone": gettext_lazy("Telephone"),
    "position": gettext_lazy("Position"),
}


@dataclass(frozen=True)
class ContactCard:
    """What a viewer may see of a contact person; empty strings for what they may not.

    `is_contact_refused` says that the person does not want to be contacted: no message is offered either.
    """

    name: str
    email: str
    phone: str
    position: str
    is_known: bool
    is_contact_refused: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether there is a contact person of whom this viewer sees nothing."""
        return self.is_known and not (self.name or self.email or self.phone or self.position)


NO_CONTACT = ContactCard(name="", email="", phone="", position="", is_known=False)


def fields_of(person: Person) -> dict[PersonField, FieldAccess]:
    """Return the person's fields with their audiences; reads `person.consents`, so prefetch them for lists."""
    agreed = {consent.field: consent for consent in person.consents.all() if consent.withdrawn_at is None}
    return {name: _field_access(name, person, agreed.get(name)) for name in PERSON_FIELDS}


def _field_access(name: PersonField, person: Person, consent: Consent | None) -> FieldAccess:
    if consent is None or person.is_removed:
        return FieldAccess(name=name, owner_id=person.user_id)
    return FieldAccess(name=name, owner_id=person.user_id, audience=consent.audience)


def agreed_to_be_named(people: Iterable[Person]) -> set[str]:
    """Return the keys of those who agreed that everybody may see their names; one query."""
    agreed = Consent.objects.filter(person__in=list(people), field="name", audience=Audience.PUBLIC, withdrawn_at=None)
    return set(agreed.order_by("pk").values_list("person__key", flat=True))


def with_name_consent_history(people: Iterable[Person]) -> set[str]:
    """Return the keys of those who ever agreed that their names be shown, or withdrew that; one query."""
    consents = Consent.objects.filter(person__in=list(people), field="name")
    return set(consents.order_by("pk").values_list("person__key", flat=True))


def contact_card(person: Person | None, viewer: Viewer, *, is_contact_refused: bool = False) -> ContactCard:
    """Return what the viewer may see of a contact person; somebody who was removed is shown as if there were nobody.

    Of somebody who does not want to be contacted, facilitators alone see the address and the telephone number, whatever
    was agreed to; nobody does where the person keeps them to themselves or for connections.
    """
    if person is None or person.is_removed:
        return NO_CONTACT
    fields = fields_of(person)
    if is_contact_refused:
        fields |= {
            name: replace(fields[name], audience=_audience_when_refused(fields[name].audience))
            for name in WAYS_TO_CONTACT
        }
    values = {name: getattr(person, name) if visible(fields[name], viewer) else "" for name in PERSON_FIELDS}
    note_look(person, [name for name in PERSON_FIELDS if values[name] and _is_for_facilitators(fields[name])], viewer)
    return ContactCard(**values, is_known=True, is_contact_refused=is_contact_refused)


def _audience_when_refused(audience: str) -> str:
    return (Audience.ONLY_ME if audience in HIDDEN_FROM_FACILITATORS else Audience.FACILITATORS).value


def person_label(person: Person, viewer: Viewer) -> str:
    """Return how facilitators tell a person from others, also one who was removed; empty for everybody else.

    A member who keeps name and address to themselves has a number alone. Two queries at most for a member, else none.
    """
    if not viewer.is_facilitator:
        return ""
    return (
        shown_value(person, "name", viewer)
        or shown_value(person, "email", viewer)
        or _("Member %(number)s") % {"number": person.pk}
    )


def shown_value(person: Person, name: PersonField, viewer: Viewer) -> str:
    """Return what a viewer may read of one field; nobody who has not claimed their profile keeps one to themselves."""
    value, is_unclaimed = str(getattr(person, name)), person.user_id is None and person.claimed_at is None
    field = fields_of(person)[name]
    if not (visible(field, viewer) or (viewer.is_facilitator and is_unclaimed)):
        return ""
    if value and (is_unclaimed or _is_for_facilitators(field)):
        note_look(person, [name], viewer)
    return value


def _is_for_facilitators(field: FieldAccess) -> bool:
    """Return whether a facilitator reads a field as a facilitator, and not as a member or as everybody does."""
    return field.audience in (Audience.FACILITATORS, Audience.ONLY_ME)


def note_all_read(person: Person, viewer: Viewer) -> None:
    """Note that a facilitator reads all that they may see of a person, where a page shows it by other means."""
    for name in PERSON_FIELDS:
        shown_value(person, name, viewer)


def hidden_from_facilitators(name: PersonField, *, person: str) -> Exists:
    """Return whether whoever a column points at hides a field from facilitators: it takes part in nothing then."""
    consents = Consent.objects.filter(person=OuterRef(person), field=name, withdrawn_at=None)
    return Exists(consents.filter(audience__in=HIDDEN_FROM_FACILITATORS))


def organisation_name(organisation: Organisation | None, viewer: Viewer) -> str:
    """Return the organisation's name; empty for none, and for an individual's, which facilitators alone see."""
    if organisation is None or (organisation.type == OrganisationType.INDIVIDUAL and not viewer.is_facilitator):
        return ""
    name = text_for(organisation.name, viewer)
    # Of an organisation that is called what its person is called nothing is left: it is treated as an individual.
    return "" if name == MARKER else name


def organisation_label(organisation: Organisation | None, viewer: Viewer) -> str:
    """Return the organisation's name; an individual participant's name is a person's and stays with facilitators."""
    if organisation is None:
        return _("Participant without an organisation")
    return organisation_name(organisation, viewer) or _("Individual participant")


def website_of(organisation: Organisation | None, viewer: Viewer) -> str:
    """Return the organisation's website; an individual's would name them."""
    if organisation is None or (organisation.type == OrganisationType.INDIVIDUAL and not viewer.is_facilitator):
        return ""
    return site_for(organisation.website, viewer)
