"""Who is looking: the one value that rules and queries ask."""

from dataclasses import dataclass, field
from typing import cast

from django.http import HttpRequest

from skillsnet.accounts.enums import Role
from skillsnet.accounts.models import User


@dataclass(frozen=True)
class Viewer:
    """A person looking at the network; anonymous without a user id.

    `opened` holds what others opened to this person alone: whose field and which. It is empty until somebody asks, is
    read once, and goes with the request.
    """

    user_id: int | None = None
    role: str | None = None
    opened: list[frozenset[tuple[int, str]]] = field(default_factory=list, compare=False, repr=False)

    @property
    def is_member(self) -> bool:
        """Whether the viewer is signed in, as member or facilitator."""
        return self.role is not None

    @property
    def is_facilitator(self) -> bool:
        """Whether the viewer runs the network."""
        return self.role == Role.FACILITATOR


ANYONE = Viewer()
# Whoever works at the installation's own command line, or is known to be a facilitator where a sentence is made.
OPERATOR = Viewer(role=Role.FACILITATOR)


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who sent this request; the same value each time, so that what it looked up is looked up once."""
    user = getattr(request, "user", None)
    viewer = viewer_for(user) if isinstance(user, User) else ANYONE
    earlier_viewer = getattr(request, "viewer", None)
    if earlier_viewer == viewer:
        return cast(Viewer, earlier_viewer)
    setattr(request, "viewer", viewer)  # noqa: B010
    return viewer


def viewer_for(user: User) -> Viewer:
    """Return the viewer a user is; a disabled user sees what a visitor sees."""
    return Viewer(user_id=user.pk, role=user.role) if user.is_active else ANYONE
