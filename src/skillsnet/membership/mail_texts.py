"""Texts of invitations with their placeholders: checked when they are written, filled in when they are sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillsnet.accounts.viewer import ANYONE
from skillsnet.calls.models import Project
from skillsnet.participants.models import Person
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_name
from skillsnet.web.lists import join_within_quotes

FOLDER = Path(__file__).resolve().parent / "texts"
TextKind = Literal["invitation", "reminder", "still_right", "new_owner"]
PLACEHOLDERS = ("name", "organisation", "project", "link", "network")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class MailText:
    """A subject and a body with placeholders, in one language."""

    subject: str
    body: str


@lru_cache(maxsize=16)
def default_text(language: str, kind: TextKind = "invitation") -> MailText:
    """Return the mail that the platform brings in a language, in its own where it has none in that one."""
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    subject, _line, body = (FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8").partition("\n")
    return MailText(subject, body)


def why_not_use(text: MailText) -> list[str]:
    """Return why a text cannot be sent, a sentence for each reason."""
    reasons = []
    unknown = [name for name in _PLACEHOLDER.findall(text.subject + text.body) if name not in PLACEHOLDERS]
    if unknown:
        names = join_within_quotes([f"{{{name}}}" for name in dict.fromkeys(unknown)])
        usable = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        reasons.append(_("“%(names)s” is not a placeholder. Use only %(known)s.") % {"names": names, "known": usable})
    if "{link}" not in text.body:
        reasons.append(_("The text has no {link}. Without it nobody can claim a profile. Add {link} on its own line."))
    if "{link}" in text.subject:
        reasons.append(_("Remove {link} from the subject. It belongs into the text."))
    return reasons


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; what is filled in is not looked at again."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def values_for(person: Person, *, language: str, link: str) -> dict[str, str]:
    """Return what the placeholders hold for a person; what is not known is told in neutral words. Three queries."""
    project = main_project(person)
    organisation = project.organisation if project else None
    with override(language):
        values = {
            "name": person.name or _("participant"),
            "organisation": organisation_name(organisation, ANYONE) or _("your organisation"),
            "project": (text_for(project.title, ANYONE) if project else "") or _("your project"),
        }
    # A line end in a value would begin a new line of the mail, or of its subject.
    return {**{name: " ".join(value.split()) for name, value in values.items()},
            "link": link, "network": settings.NETWORK_NAME}  # fmt: skip


def main_project(person: Person) -> Project | None:
    """Return the latest project of which somebody is the contact person, that is shown or kept off."""
    return Project.objects.current().filter(contact=person).select_related("organisation").order_by("-pk").first()


def language_for(person: Person) -> str:
    """Return the language a person is written to in: their project's, where the platform speaks it."""
    project = main_project(person)
    language = project.language if project else ""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
