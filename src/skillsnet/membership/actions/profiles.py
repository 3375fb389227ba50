"""What a member says of themselves and of their organisation, and who may see it."""

from collections.abc import Mapping

from django.db import transaction

from skillsnet.accounts.actions import forget_name
from skillsnet.calls.actions import give_consent, withdraw_consent
from skillsnet.membership.wording import Wording
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.enums import HIDDEN_FROM_FACILITATORS, Audience
from skillsnet.participants.models import Consent, Organisation, Person
from skillsnet.revisions.actions import revise
from skillsnet.revisions.rules import Value

CLAIM_PAGE = "the member’s own page"


@transaction.atomic
def save_about(
    person: Person,
    organisation: Organisation | None,
    *,
    values: Mapping[str, Mapping[str, Value]],
    shown_values: Mapping[str, Mapping[str, Value]],
    by: int,
) -> int:
    """Write what a member corrected, as changes by hand, and return how many fields changed.

    `values` and `shown_values` hold fields under `person` and `organisation`. `ChangedMeanwhile` as in `revise`.
    """
    fields = revise(person, values["person"], by=by, shown_values=shown_values["person"])
    if organisation is not None:
        shown = shown_values["organisation"]
        fields += revise(organisation, values["organisation"], by=by, shown_values=shown)
    return len(fields)


@transaction.atomic
def save_audiences(
    person: Person, audiences: Mapping[PersonField, str], *, read_wording: Wording, by: int
) -> list[PersonField]:
    """Write who may see which field, a consent for each that is not for facilitators alone; return what changed.

    A field for facilitators alone is nothing that somebody consents to: what stood agreed about it is withdrawn. A
    field that they keep to themselves or for connections is a receipt too: it says since when facilitators see nothing.
    """
    current = {consent.field: consent for consent in Consent.objects.filter(person=person, withdrawn_at=None)}
    changed: list[PersonField] = []
    for field, audience in audiences.items():
        consent = current.get(field)
        if audience == Audience.FACILITATORS:
            if consent is not None:
                withdraw_consent(person, field, by=by)
                changed.append(field)
        elif consent is None or (consent.audience, consent.wording) != (audience, read_wording.version):
            give_consent(
                person,
                field,
                audience=audience,
                wording=read_wording.version,
                wording_hash=read_wording.hash,
                language=read_wording.language,
                source=CLAIM_PAGE,
                by=by,
            )
            changed.append(field)
    if audiences.get("name") in HIDDEN_FROM_FACILITATORS:
        # The account was made with it.
        forget_name(by)
    return changed
