"""Inviting people, and what they answer."""

from skillsnet.membership.actions.bounces import mark_unreachable
from skillsnet.membership.actions.campaigns import (
    change_campaign,
    delete_campaign,
    make_campaign,
    move_campaign,
    send_waves,
)
from skillsnet.membership.actions.checking import ask_members, confirm_profile, stop_checks
from skillsnet.membership.actions.claiming import LinkUnusable, SignInFirst, claim
from skillsnet.membership.actions.declining import apply_suppressions, decline, stop_mails
from skillsnet.membership.actions.erasing import erase_left_members, erase_member, erase_person
from skillsnet.membership.actions.following import follow_mails
from skillsnet.membership.actions.handing_over import find_code, hand_over, hand_over_to
from skillsnet.membership.actions.inviting import invite, resend, revoke
from skillsnet.membership.actions.joining import join_profiles, separate_profiles
from skillsnet.membership.actions.profiles import save_about, save_audiences
from skillsnet.membership.actions.reminders import stop_campaign_reminders, stop_reminders
from skillsnet.membership.actions.returning import allow_again

__all__ = [
    "LinkUnusable",
    "SignInFirst",
    "allow_again",
    "apply_suppressions",
    "ask_members",
    "change_campaign",
    "claim",
    "confirm_profile",
    "decline",
    "delete_campaign",
    "erase_left_members",
    "erase_member",
    "erase_person",
    "find_code",
    "follow_mails",
    "hand_over",
    "hand_over_to",
    "invite",
    "join_profiles",
    "make_campaign",
    "mark_unreachable",
    "move_campaign",
    "resend",
    "revoke",
    "save_about",
    "save_audiences",
    "send_waves",
    "separate_profiles",
    "stop_campaign_reminders",
    "stop_checks",
    "stop_mails",
    "stop_reminders",
]
