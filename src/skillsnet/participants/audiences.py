"""Who belongs to the audience of a field."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import F, Q

from skillsnet.accounts.viewer import Viewer
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Opening

PersonField = Literal["name", "email", "phone", "position"]


@dataclass(frozen=True)
class FieldAccess:
    """One field of one person, with the audience the person agreed to (facilitators while they agreed to none)."""

    name: PersonField
    owner_id: int | None
    audience: str = Audience.FACILITATORS


def visible(field: FieldAccess, viewer: Viewer) -> bool:
    """Return whether the viewer may see the field; one query a viewer when the first is for connections."""
    if field.owner_id is not None and field.owner_id == viewer.user_id:
        return True
    if field.audience == Audience.CONNECTIONS:
        return (field.owner_id, field.name) in opened_to(viewer)
    return field.audience in audiences_of(viewer)


def audiences_of(viewer: Viewer) -> tuple[str, ...]:
    """Return the audiences the viewer belongs to; what is meant for one of them, the viewer may see.

    Connections are none of them: each field for connections is opened to one person.
    """
    member = (Audience.MEMBERS.value,) if viewer.is_member else ()
    facilitator = (Audience.FACILITATORS.value,) if viewer.is_facilitator else ()
    return (Audience.PUBLIC.value, *member, *facilitator)


def opened_to(viewer: Viewer) -> frozenset[tuple[int, str]]:
    """Return what others opened to the viewer alone: whose field (the account's id) and which; read once."""
    if viewer.user_id is None or not viewer.is_member:
        return frozenset()
    if not viewer.opened:
        viewer.opened.append(_read_openings(viewer.user_id))
    return viewer.opened[0]


def _read_openings(user_id: int) -> frozenset[tuple[int, str]]:
    to_right = Q(connection__right__user=user_id, person=F("connection__left"))
    to_left = Q(connection__left__user=user_id, person=F("connection__right"))
    openings = Opening.objects.filter(to_right | to_left, person__user__isnull=False).order_by("pk")
    return frozenset(openings.values_list("person__user_id", "field"))
