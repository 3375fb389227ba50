"""What the organisation of a row is: an existing one, one of an earlier row, a new one, or one that is asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skillsnet.core.intake.organisation_likeness import Likeness, Reason
from skillsnet.core.intake.stored_shapes import Certainty, How, StoredCandidate, StoredIdentity


@dataclass(frozen=True, slots=True)
class OrganisationCandidate:
    """An organisation that a row's may be.

    Attributes
    ----------
    id
        Of an existing organisation; None for one of an earlier row.
    key
        The key it has, or will be made under.
    name
        What it is called.
    row_number, position
        Of the earlier row; 0 for an existing organisation.
    certainty, score, reasons
        As in `Likeness`.
    """

    id: int | None
    key: str
    name: str
    row_number: int
    position: int
    certainty: Certainty
    score: float
    reasons: tuple[Reason, ...]

    @classmethod
    def of(
        cls, likeness: Likeness, *, id: int | None, key: str, name: str, row_number: int = 0, position: int = 0
    ) -> "OrganisationCandidate":
        """Return the candidate that a likeness speaks for."""
        score = round(likeness.score, 3)
        return cls(id, key, name, row_number, position, likeness.certainty, score, likeness.reasons)

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken without asking."""
        return self.certainty == "sure"

    def to_json(self) -> StoredCandidate:
        """Return the candidate as a JSON object."""
        return {
            "id": self.id,
            "key": self.key,
            "name": self.name,
            "row_number": self.row_number,
            "position": self.position,
            "certainty": self.certainty,
            "score": self.score,
            "reasons": reasons_to_json(self.reasons),
        }

    @classmethod
    def from_json(cls, json_object: StoredCandidate) -> "OrganisationCandidate":
        """Return the candidate that `to_json` gave."""
        return cls(
            id=json_object["id"],
            key=json_object["key"],
            name=json_object["name"],
            row_number=json_object["row_number"],
            position=json_object["position"],
            certainty=json_object["certainty"],
            score=json_object["score"],
            reasons=reasons_from_json(json_object["reasons"]),
        )


@dataclass(frozen=True, slots=True)
class OrganisationIdentity:
    """What the organisation of a row is.

    Attributes
    ----------
    id
        Of the existing organisation; None for one that is made with the rows.
    key
        The key it has, or will be made under.
    how
        How it was found; see `How`.
    name, reasons
        What the other one is called, and what speaks for it.
    candidates
        Those that somebody is asked about; empty unless `how` is `asks`.
    take, keep
        Fields that somebody chose to take from the file, and to leave as they are.
    """

    id: int | None
    key: str
    how: How
    name: str = ""
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[OrganisationCandidate, ...] = ()
    take: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    def to_json(self) -> StoredIdentity:
        """Return the identity as a JSON object."""
        return {
            "id": self.id,
            "key": self.key,
            "how": self.how,
            "name": self.name,
            "reasons": reasons_to_json(self.reasons),
            "candidates": [candidate.to_json() for candidate in self.candidates],
            "take": list(self.take),
            "keep": list(self.keep),
        }

    @classmethod
    def from_json(cls, json_object: StoredIdentity) -> "OrganisationIdentity":
        """Return the identity that `to_json` gave."""
        return cls(
            id=json_object["id"],
            key=json_object["key"],
            how=json_object["how"],
            name=json_object["name"],
            reasons=reasons_from_json(json_object["reasons"]),
            candidates=tuple(map(OrganisationCandidate.from_json, json_object["candidates"])),
            take=tuple(json_object["take"]),
            keep=tuple(json_object["keep"]),
        )


def reasons_to_json(reasons: Iterable[Reason]) -> list[list[str]]:
    """Return reasons as pairs of code and value."""
    return [[reason.code, reason.value] for reason in reasons]


def reasons_from_json(json_object: Iterable[Sequence[str]]) -> tuple[Reason, ...]:
    """Return the reasons of pairs of code and value."""
    return tuple(Reason(code, value) for code, value in json_object)
