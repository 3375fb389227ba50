"""What whoever starts the platform reads first: its address, and how to sign in."""

from django.conf import settings

from skillsnet.accounts.enums import Role
from skillsnet.accounts.models import User
from skillsnet.home.actions import EXAMPLE_FACILITATOR


def welcome(address: str) -> str:
    """Return the lines to print, in the order in which they are needed."""
    lines = [f"\n  Skills Innovation Network is starting. Open {address} in your browser.", *_sign_in(address)]
    if not settings.MAIL_SERVER:
        lines.append("  No mail server is set (SKILLSNET_MAIL), so no mail is sent:")
        lines.append("  each code to sign in appears here, in this window.")
    return "\n".join([*lines, "  Stop it with Ctrl-C.\n"])


def _sign_in(address: str) -> list[str]:
    facilitators = User.objects.filter(role=Role.FACILITATOR, is_active=True).order_by("pk")
    if facilitators.filter(email=EXAMPLE_FACILITATOR).exists():
        return [
            f"  To manage the example network, sign in at {address}/accounts/login/",
            f"  with the invented mail address {EXAMPLE_FACILITATOR}.",
        ]
    if facilitators.exists():
        return [f"  To manage the network, sign in at {address}/accounts/login/ with your mail address."]
    return [
        "  Nobody can sign in yet. Add yourself, in another terminal:",
        "      skillsnet create-facilitator you@example.org",
        f"  Then sign in at {address}/accounts/login/ with that mail address.",
    ]
