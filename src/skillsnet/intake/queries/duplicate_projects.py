"""Whether a row's project is one that stands already, or stands in an earlier row, under another number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.calls.models import Call, Project
from skillsnet.core.text import tokens
from skillsnet.intake.models import ImportRow
from skillsnet.participants.texts import words_for_computing

Sameness = tuple[str, str]
FIELDS = ("pk", "key", "external_id", "title")


@dataclass
class DuplicateProjects:
    """The projects of a file as far as it has been read, by what makes them look the same."""

    choices: Mapping[str, Mapping[str, Any]]
    # By the sameness's hash, since a large file has very many titles.
    _seen: dict[int, tuple[int, int, str, str]] = field(default_factory=dict)

    def learn(self, call: Call, rows: Sequence[ImportRow]) -> dict[int, dict[str, Any]]:
        """Return, by the row's place, the question whether it is the same as another; three queries.

        A row without a number of its own that has the title and the organisation of a standing project is that
        project: its key becomes the standing one's, and nobody is asked.
        """
        standing = _standing(call, rows)
        chosen = self._chosen(rows)
        own = set(
            Project.objects.filter(call=call, key__in=[row.parsed["key"] for row in rows])
            .values_list("key", flat=True)
            .order_by()
        )
        asked: dict[int, dict[str, Any]] = {}
        for row in rows:
            parsed = row.parsed
            sameness = _sameness(parsed)
            choice = self.choices.get(parsed["key"], {})
            if choice.get("id"):
                _mark_as(parsed, choice, chosen.get(choice["id"]))
            elif sameness is not None and not choice and parsed["key"] not in own:
                question = self._question(parsed, sameness, standing)
                if question:
                    asked[row.place] = question
            if sameness is not None:
                seen = (row.place, row.number, parsed["key"], parsed["external_id"])
                self._seen.setdefault(hash(sameness), seen)
        return asked

    def _chosen(self, rows: Sequence[ImportRow]) -> dict[int, Project]:
        """Return the standing projects that somebody said rows of these are."""
        ids: set[Any] = {self.choices.get(row.parsed["key"], {}).get("id") for row in rows} - {None}
        found = Project.objects.filter(pk__in=ids).order_by("pk") if ids else ()
        return {project.pk: project for project in found}

    def _question(
        self, parsed: dict[str, Any], sameness: Sameness, standing: Mapping[Sameness, Project]
    ) -> dict[str, Any] | None:
        twin = standing.get(sameness)
        if twin is not None:
            if parsed["external_id"] and twin.external_id:
                return {"id": twin.pk, "key": twin.key, "row": 0, "place": 0, "number": twin.external_id}
            parsed["key"] = twin.key
            parsed["external_id"] = parsed["external_id"] or twin.external_id
            return None
        place, number, key, external_id = self._seen.get(hash(sameness), (0, 0, parsed["key"], ""))
        if key == parsed["key"]:
            return None
        if parsed["external_id"] and external_id:
            return {"id": None, "key": key, "row": number, "place": place, "number": external_id}
        parsed["key"] = key
        return None


def _mark_as(parsed: dict[str, Any], choice: Mapping[str, Any], found: Project | None) -> None:
    """Let the row be the project that somebody chose, in the fields they chose."""
    if found is not None:
        parsed["key"], parsed["external_id"] = found.key, found.external_id
        parsed["take"] = list(choice.get("take", ()))


def _sameness(parsed: Mapping[str, Any]) -> Sameness | None:
    """Return what two rows of one project have in common: the title's words, and who submitted it."""
    title = " ".join(tokens(parsed["title"]))
    organisation, contact = parsed["organisation"], parsed["contact"]
    if not title:
        return None
    if organisation:
        found = organisation["is"]
        return title, f"id {found['id']}" if found["id"] else f"key {found['key']}"
    return (title, f"person {contact['key']}") if contact and contact["email"] else None


def _standing(call: Call, rows: Sequence[ImportRow]) -> dict[Sameness, Project]:
    """Return the call's projects of the rows' organisations and people, by their sameness."""
    ids = {row.parsed["organisation"]["is"]["id"] for row in rows if row.parsed["organisation"]} - {None}
    contacts = {row.parsed["contact"]["key"] for row in rows if row.parsed["contact"]}
    found: dict[Sameness, Project] = {}
    projects = Project.objects.filter(call=call).only("pk", "key", "external_id", "title", "organisation_id", "contact")
    for project in projects.filter(organisation__in=ids).order_by("pk"):
        found.setdefault(
            (" ".join(tokens(words_for_computing(project.title))), f"id {project.organisation_id}"), project
        )
    alone = projects.filter(organisation=None, contact__key__in=contacts).select_related("contact").order_by("pk")
    for project in alone.only(*FIELDS, "organisation_id", "contact__key"):
        if project.contact is not None:
            found.setdefault(
                (" ".join(tokens(words_for_computing(project.title))), f"person {project.contact.key}"), project
            )
    return found
