"""Remarks in a preview on rows whose texts name their own people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from skillsnet.core.intake import MappedColumn, RowProblem, excerpt, find_name_mentions
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.participants.actions import is_claimed
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import agreed_to_be_named, with_name_consent_history

# The target fields of the texts of a row that may name its people.
TEXT_FIELDS = {"title": ("title",), "summary": ("summary", "more_text"), "organisation": ("organisation",)}


@dataclass(frozen=True)
class NameConsents:
    """Keys of people: who agreed that everybody sees their names, and whose own decision an import leaves alone."""

    agreed_keys: Collection[str]
    decided_keys: Collection[str]

    @classmethod
    def of(cls, people: Collection[Person]) -> "NameConsents":
        """Return what these people decided; two queries."""
        decided_keys = with_name_consent_history(people) | {person.key for person in people if is_claimed(person)}
        return cls(agreed_to_be_named(people), decided_keys)


def with_name_remarks(row: PreviewRow, consents: NameConsents, columns: Sequence[MappedColumn]) -> PreviewRow:
    """Return the row with a problem for each passage that names its own people who are not known to agree."""
    people = {
        person.key: person for person in row.project.people if person.name and person.key not in consents.agreed_keys
    }
    mentions = find_name_mentions(row.project, people.values()) if people else []
    if not mentions:
        return row
    keys = list(dict.fromkeys(mention.person for mention in mentions))
    problems = []
    for mention in mentions:
        target_fields = TEXT_FIELDS.get(mention.field, (mention.field,))
        names = (column.name for column in columns if column.base_field in target_fields)
        column = mention.column or next(names, "")
        problems.append(RowProblem("names_person", column=column, value=excerpt(mention.passage)))
    problems += [
        RowProblem("name_stays", value=excerpt(people[key].name)) for key in keys if key in consents.decided_keys
    ]
    named_people = tuple(key for key in keys if key not in consents.decided_keys)
    parsed = replace(row.parsed, named_people=named_people)
    return replace(row, parsed=parsed, is_naming=True).with_problems(problems)
