"""How a column is split into several target fields."""

from dataclasses import dataclass

from skillsnet.core.intake.stored_shapes import StoredSplit


@dataclass(frozen=True, slots=True)
class ColumnSplit:
    """How the cells of a column are split.

    Attributes
    ----------
    at
        What they are split at; see `cell_splitting.cell_part`.
    further_fields
        Target fields of the second and later parts; the first is that of the column.
    options
        What somebody wrote down as the choices that the cells hold; empty where they are found.
    """

    at: str
    further_fields: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    def to_json(self) -> StoredSplit:
        """Return the split as a JSON object."""
        stored: StoredSplit = {"at": self.at, "rest": list(self.further_fields)}
        if self.options:
            stored["options"] = list(self.options)
        return stored

    @classmethod
    def from_json(cls, json_object: StoredSplit) -> "ColumnSplit":
        """Return the split that `to_json` gave."""
        return cls(json_object["at"], tuple(json_object["rest"]), tuple(json_object.get("options", ())))
