"""A row's project with where it is in its file, as linking asks for it."""

from dataclasses import dataclass

from skillsnet.core.intake.organisation_likeness import OrganisationTraits
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedProject


@dataclass(frozen=True, slots=True)
class RowProject:
    """A project, the position of its row in the import, and the row's number in the sheet."""

    position: int
    number: int
    project: ParsedProject


@dataclass(frozen=True, slots=True)
class RowOrganisation:
    """An organisation, the position and number of its row, and what the row tells of it."""

    position: int
    number: int
    organisation: ParsedOrganisation
    traits: OrganisationTraits

    @property
    def key(self) -> str:
        """What makes the organisation one by what the row says."""
        return self.organisation.key
