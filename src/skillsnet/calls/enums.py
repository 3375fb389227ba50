"""Controlled lists of a project."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectKind(models.TextChoices):
    """What a row of a file holds: a project, or an organisation that names none."""

    PROJECT = "project", _("Project")
    ORGANISATION = "organisation", _("Organisation without a project")


class Stage(models.TextChoices):
    """How far a project has come."""

    IDEA = "idea", _("Idea")
    PROTOTYPE = "prototype", _("Prototype")
    PILOT = "pilot", _("Pilot")
    IMPLEMENTED = "implemented", _("Implemented")
    SCALING = "scaling", _("Scaling")


class ProjectStatus(models.TextChoices):
    """Where a project stands in its call; never shown in public."""

    SUBMITTED = "submitted", _("Submitted")
    ELIGIBLE = "eligible", _("Eligible")
    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    SEMI_FINALIST = "semi_finalist", _("Semi-finalist")
    FINALIST = "finalist", _("Finalist")
    WINNER = "winner", _("Winner")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Permission(models.TextChoices):
    """What somebody answered when they were asked for permission; empty where nobody asked."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNCLEAR = "unclear", _("Not clear")


class PublicationDecision(models.TextChoices):
    """A facilitator's word on whether a project is on public pages; empty where the answer in the file decides."""

    OFF = "off", _("Taken off public pages")
    ON = "on", _("Shown on public pages")


class Beneficiary(models.TextChoices):
    """Whom a project is for."""

    WOMEN = "women", _("Women")
    YOUTH = "youth", _("Youth")
    PERSONS_WITH_DISABILITIES = "persons_with_disabilities", _("Persons with disabilities")
    RURAL_WORKERS = "rural_workers", _("Rural workers")
    INFORMAL_WORKERS = "informal_workers", _("Informal workers")
    MIGRANTS = "migrants", _("Migrants")
    REFUGEES = "refugees", _("Refugees")
    UNEMPLOYED = "unemployed", _("Unemployed people")
    SELF_EMPLOYED = "self_employed", _("Self-employed people")
    MSMES = "msmes", _("Small enterprises and their staff")
    DOMESTIC_WORKERS = "domestic_workers", _("Domestic workers")
    FORCED_LABOUR_RISK = "forced_labour_risk", _("People at risk of forced labour")
    CRISIS_AFFECTED_YOUTH = "crisis_affected_youth", _("Crisis-affected youth")
    TRAINERS = "trainers", _("Trainers")


class LinkDirection(models.TextChoices):
    """In which direction a link runs."""

    DIRECTED = "directed", _("From one to the other")
    UNDIRECTED = "undirected", _("Between the two")
    MUTUAL = "mutual", _("In both directions")


class FieldKind(models.TextChoices):
    """How the cells of an extra field are read."""

    SINGLE = "one", _("One value in each cell")
    SEVERAL = "several", _("Several values in a cell")
    NUMBER = "number", _("A number in each cell")
