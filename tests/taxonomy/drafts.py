"""Makes drafts to work on."""

from skillsnet.core.taxonomy import CategoryWords
from skillsnet.taxonomy.actions import start_draft
from skillsnet.taxonomy.actions.categories import CategoryValues
from skillsnet.taxonomy.models import Edition


def make_draft(taxonomy: Edition) -> Edition:
    """Return a draft of the third edition of the skills categories."""
    return start_draft(taxonomy.taxonomy, by=None)


def values(slug: str = "green-skills", number: int = 10, **fields: object) -> CategoryValues:
    """Return a sound category."""
    words = {"en": CategoryWords("Green skills", "Skills for work that spares water, soil and air.")}
    own: dict[str, object] = {"mark": "G", "colour": 4, "order": 10, "words": words, "parent": ""}
    return CategoryValues(slug=slug, number=number, **{**own, **fields})  # type: ignore[arg-type]
