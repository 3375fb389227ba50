"""Inviting people, and what they answer."""

from skillsnet.membership.actions.claiming import LinkUnusable, SignInFirst, claim
from skillsnet.membership.actions.declining import apply_suppressions, decline
from skillsnet.membership.actions.following import follow_mails
from skillsnet.membership.actions.inviting import invite, resend, revoke
from skillsnet.membership.actions.profiles import save_about, save_audiences

__all__ = [
    "LinkUnusable",
    "SignInFirst",
    "apply_suppressions",
    "claim",
    "decline",
    "follow_mails",
    "invite",
    "resend",
    "revoke",
    "save_about",
    "save_audiences",
]
