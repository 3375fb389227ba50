"""Evidence and scores as JSON, as decisions and rankings keep them."""

from typing import TypedDict

from skillsnet.core.classification.values import Evidence


class StoredEvidence(TypedDict, total=False):
    """A phrase that speaks for a category; rows of earlier versions may lack a key.

    `start` and `end` count characters in the text that the engine read; `projects` are confirmed ones that hold it.
    """

    start: int
    end: int
    phrase: str
    answers_to: str
    source: str
    weight: float
    projects: list[int | str]


class StoredScore(TypedDict):
    """A category of a ranking, by its slug, with its probability and the phrases that speak for it."""

    slug: str
    probability: float
    evidence: list[StoredEvidence]


def store_evidence(evidence: Evidence) -> StoredEvidence:
    """Return a phrase as JSON."""
    return {
        "start": evidence.start,
        "end": evidence.end,
        "phrase": evidence.phrase,
        "answers_to": evidence.answers_to,
        "source": evidence.source.value,
        "weight": evidence.weight,
        "projects": list(evidence.keys),
    }
