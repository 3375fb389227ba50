"""Controlled lists about participants, and who a field may be shown to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationType(models.TextChoices):
    """What kind of organisation a participant is."""

    INDIVIDUAL = "individual", _("Individual")
    COOPERATIVE = "cooperative", _("Cooperative")
    EDUCATION = "education", _("Education or training institution")
    GOVERNMENT = "government", _("Government agency")
    NGO = "ngo", _("NGO or civil society")
    PUBLIC_ENTERPRISE = "public_enterprise", _("Public enterprise")
    PRIVATE_ENTERPRISE = "private_enterprise", _("Private enterprise")
    INTERNATIONAL = "international", _("International organisation")
    SECTORAL_BODY = "sectoral_body", _("Regional or sectoral body")
    RESEARCH = "research", _("Research organisation")
    EMPLOYERS = "employers", _("Employers’ organisation")
    WORKERS = "workers", _("Workers’ organisation")


class Audience(models.TextChoices):
    """Who may see a field: sets of people, no ladder.

    Members and everyone take in everybody narrower. Facilitators do not take in connections, nor connections them.
    """

    ONLY_ME = "only_me", _("Only me")
    CONNECTIONS = "connections", _("Connections")
    FACILITATORS = "facilitators", _("Facilitators")
    MEMBERS = "members", _("Members")
    PUBLIC = "public", _("Everyone")


# What facilitators do not see either.
HIDDEN_FROM_FACILITATORS = frozenset({Audience.ONLY_ME, Audience.CONNECTIONS})


class AffiliationState(models.TextChoices):
    """Whether a person's place in an organisation stands; one that ended stays, so that no import makes it again."""

    CONFIRMED = "confirmed", _("Confirmed")
    LEFT = "left", _("Left")


class EditingRight(models.TextChoices):
    """What somebody may do for an organisation and its projects, besides reading."""

    EDITOR = "editor", _("May edit")
    OWNER = "owner", _("Owner")


class SuppressionReason(models.TextChoices):
    """Why an address is neither stored nor written to any more."""

    REMOVED = "removed", _("The person asked to be removed")
    LEFT = "left", _("The member deleted their account")
    NOT_ME = "not_me", _("The address belongs to somebody else")
    NO_MAIL = "no_mail", _("The person wants no more mails")


# The person themselves is deleted, and not their address alone.
REMOVING = frozenset({SuppressionReason.REMOVED, SuppressionReason.LEFT})


class LookChannel(models.TextChoices):
    """Where a facilitator read what a person shows to facilitators alone."""

    PAGE = "page", _("on a page")
    SEARCH = "search", _("in a search")
    EXPORT = "export", _("in a file")


class SameAnswer(models.TextChoices):
    """Whether two organisations are one."""

    OPEN = "open", _("Open")
    SAME = "same", _("The same")
    DIFFERENT = "different", _("Different")
