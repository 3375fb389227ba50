"""Who belongs to the audience of a field."""

from dataclasses import dataclass
from typing import Literal

from skillsnet.accounts.viewer import Viewer
from skillsnet.participants.enums import Audience

PersonField = Literal["name", "email", "phone", "position"]


@dataclass(frozen=True)
class FieldAccess:
    """One field of one person, with the audience the person agreed to (facilitators while they agreed to none)."""

    name: PersonField
    owner_id: int | None
    audience: str = Audience.FACILITATORS


def visible(field: FieldAccess, viewer: Viewer) -> bool:
    """Return whether the viewer may see the field."""
    if field.owner_id is not None and field.owner_id == viewer.user_id:
        return True
    return field.audience in audiences_of(viewer)


def audiences_of(viewer: Viewer) -> tuple[str, ...]:
    """Return the audiences the viewer belongs to; what is meant for one of them, the viewer may see."""
    member = (Audience.MEMBERS.value,) if viewer.is_member else ()
    facilitator = (Audience.FACILITATORS.value,) if viewer.is_facilitator else ()
    return (Audience.PUBLIC.value, *member, *facilitator)
