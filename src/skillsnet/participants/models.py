"""Organisations, people, who belongs where, and what people agreed to show."""

from django.conf import settings
from django.db import models

from skillsnet.participants.enums import Audience, OrganisationType


class Organisation(models.Model):
    """An organisation that submitted a proposal; for an individual applicant the applicant alone."""

    name = models.CharField(max_length=300)
    key = models.CharField(max_length=320, unique=True, help_text="Folded name and country: one organisation, one row.")
    type = models.CharField(max_length=20, choices=OrganisationType.choices, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty when not stated.")
    website = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(
                condition=models.Q(type__in=["", *OrganisationType.values]), name="organisation_type_known"
            ),
        ]

    def __str__(self) -> str:
        return f"organisation {self.pk}"


class Person(models.Model):
    """Somebody behind a proposal. Imported people agreed to nothing: hidden until they claim and consent."""

    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=600, unique=True, help_text="Address, or name within its organisation.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(email=""), name="person_has_name_or_address"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Affiliation(models.Model):
    """A person's place in an organisation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="affiliation_once")]

    def __str__(self) -> str:
        return f"affiliation {self.pk}"


class Consent(models.Model):
    """A person's recorded word that a field of theirs may be shown to an audience."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    field = models.CharField(max_length=20, choices=[(name, name) for name in ("name", "email", "phone", "position")])
    audience = models.CharField(max_length=12, choices=Audience.choices)
    wording = models.CharField(max_length=40, help_text="Version of the words that were agreed to.")
    source = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=models.Q(withdrawn_at__isnull=True), name="one_standing_consent"
            ),
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="consent_audience_known"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
