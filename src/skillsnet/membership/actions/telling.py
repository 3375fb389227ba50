"""Telling members by mail what changed in what they may do."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillsnet.accounts.viewer import viewer_for
from skillsnet.membership.mail_texts import default_text, filled_in, language_for
from skillsnet.outbox.actions import Letter, post
from skillsnet.outbox.tasks import deliver_soon
from skillsnet.participants.models import Affiliation
from skillsnet.participants.suppression import is_suppressed
from skillsnet.participants.visibility import organisation_name


def tell_new_owner(affiliation: Affiliation) -> None:
    """Write to a member that an organisation is theirs to edit since its owner left."""
    user = affiliation.person.user
    if user is None or not user.is_active or is_suppressed(user.email):
        return
    language = language_for(affiliation.person)
    with override(language):
        organisation = organisation_name(affiliation.organisation, viewer_for(user)) or _("your organisation")
        name = affiliation.person.name or _("participant")
    values = {"name": name, "organisation": organisation, "network": settings.NETWORK_NAME}
    values = {key: " ".join(value.split()) for key, value in values.items()}
    text = default_text(language, "new_owner")
    post(Letter(user.email, filled_in(text.subject, values), filled_in(text.body, values)))
    deliver_soon()
