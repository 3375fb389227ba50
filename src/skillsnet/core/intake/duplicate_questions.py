"""What is stored with a row that may be, or is, the same project as another: the other one."""

from dataclasses import dataclass

from skillsnet.core.intake.stored_shapes import StoredQuestion, StoredRepeat


@dataclass(frozen=True, slots=True)
class DuplicateQuestion:
    """The project that a row's may be.

    Attributes
    ----------
    id
        Of an existing project; None for one of an earlier row.
    key
        What makes it one within its call.
    row_number, position
        Of the earlier row; 0 for an existing project.
    external_id
        Its number, which is not the row's.
    """

    id: int | None
    key: str
    row_number: int
    position: int
    external_id: str

    def to_json(self) -> StoredQuestion:
        """Return the question as a JSON object."""
        return {
            "id": self.id,
            "key": self.key,
            "row_number": self.row_number,
            "position": self.position,
            "external_id": self.external_id,
        }

    @classmethod
    def from_json(cls, json_object: StoredQuestion) -> "DuplicateQuestion":
        """Return the question that `to_json` gave."""
        return cls(**json_object)


@dataclass(frozen=True, slots=True)
class RowRepeat:
    """The row whose project a row has too, with other values; see `record_linkage.repeated_projects`.

    Attributes
    ----------
    position, row_number
        Of the other row.
    """

    position: int
    row_number: int

    def to_json(self) -> StoredRepeat:
        """Return the repeat as a JSON object."""
        return {"position": self.position, "row_number": self.row_number}

    @classmethod
    def from_json(cls, json_object: StoredRepeat) -> "RowRepeat":
        """Return the repeat that `to_json` gave."""
        return cls(json_object["position"], json_object["row_number"])
