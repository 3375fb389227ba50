"""Rounds of invitations: whom they go to, and sending them in waves."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions.claiming import end_invitation
from skillsnet.membership.actions.inviting import post_mail
from skillsnet.membership.actions.reminders import send_reminders
from skillsnet.membership.enums import EDITABLE, NEXT_OF_CAMPAIGN, WITH_WAVES, CampaignState, InvitationState
from skillsnet.membership.mail_texts import MailText, why_not_use
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.membership.queries.campaigns import bounce_share, last_sent_id
from skillsnet.membership.queries.recipients import find_recipients
from skillsnet.membership.queries.reminders import campaigns_with_waves
from skillsnet.membership.rules import invited_person, why_not_remind
from skillsnet.membership.tokens import new_nonce, token_digest, token_of

# Written at once; SQLite takes no more values in one statement.
ROWS_AT_ONCE = 500
# So many must have been sent before their share says anything.
FEWEST_SENT = 20
MOST_BOUNCED_SHARE = 0.05
SECONDS_AN_HOUR = 3600
# After a pause of the worker no more than so much is caught up with at once.
LONGEST_WAVE = timedelta(minutes=10)


@transaction.atomic
def make_campaign(
    *,
    title: str,
    texts: Mapping[str, MailText],
    pace_an_hour: int,
    filters: Filters,
    site: str,
    by: int | None,
    reminder_days: tuple[int, ...] = (),
) -> Campaign:
    """Draft an invitation for everybody behind a choice of projects who can be invited; nothing is sent yet.

    `reminder_days` says after how many days each reminder goes out. `Invalid` where nobody can be invited, or a text
    or a reminder cannot be used.
    """
    _refuse(texts, reminder_days)
    recipients = find_recipients(filters)
    if not recipients.people:
        raise Invalid([_("None of these people can be invited. Choose other projects.")])
    campaign = Campaign.objects.create(
        title=title, texts=_stored(texts), pace_an_hour=pace_an_hour, site=site, by_id=by, **_columns(reminder_days)
    )
    drafts = []
    for recipient in recipients.people:
        nonce = new_nonce()
        drafts.append(
            Invitation(
                campaign=campaign,
                person_id=recipient.person_id,
                address_digest=recipient.address_digest,
                language=recipient.language if recipient.language in texts else settings.LANGUAGE_CODE,
                site=site,
                nonce=nonce,
                token_digest=token_digest(token_of(nonce)),
                by_id=by,
            )
        )
    Invitation.objects.bulk_create(drafts, batch_size=ROWS_AT_ONCE)
    record("membership.make_campaign", subject=f"campaign:{campaign.pk}", by=by, invitations=len(drafts))
    return campaign


@transaction.atomic
def change_campaign(
    campaign_id: int,
    *,
    title: str,
    texts: Mapping[str, MailText],
    pace_an_hour: int,
    by: int | None,
    reminder_days: tuple[int, ...] = (),
) -> Campaign:
    """Change a round's mail, pace and reminders, for what is not on its way yet."""
    _refuse(texts, reminder_days)
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state not in EDITABLE:
        raise Invalid([_("This round is being sent, or is finished. Pause it before you change its mail.")])
    campaign.title, campaign.texts, campaign.pace_an_hour = title, _stored(texts), pace_an_hour
    columns = _columns(reminder_days)
    campaign.first_reminder_days = columns["first_reminder_days"]
    campaign.second_reminder_days = columns["second_reminder_days"]
    campaign.save(update_fields=["title", "texts", "pace_an_hour", *columns])
    record("membership.change_campaign", subject=f"campaign:{campaign.pk}", by=by)
    return campaign


@transaction.atomic
def move_campaign(campaign_id: int, *, to: CampaignState, by: int | None) -> Campaign:
    """Begin, pause or go on with sending a round; `Invalid` where it stands otherwise by now."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if to == CampaignState.SENDING and settings.MAIL_SERVER is None:
        raise Invalid([_("No mail server is set up. Set SKILLSNET_MAIL first, then start the round.")])
    if to not in NEXT_OF_CAMPAIGN[CampaignState(campaign.state)]:
        raise Invalid([_("This round has changed meanwhile. Reload the page.")])
    campaign.state = to
    if to == CampaignState.SENDING:
        campaign.wave_at = timezone.now()
        # Whoever goes on after too many came back has looked at them: only later ones are judged.
        campaign.judged_after = last_sent_id(campaign)
    campaign.save(update_fields=["state", "wave_at", "judged_after"])
    record("membership.move_campaign", subject=f"campaign:{campaign.pk}", by=by, to=to.value)
    return campaign


@transaction.atomic
def delete_campaign(campaign_id: int, *, by: int | None) -> int:
    """Delete a round of which nothing was sent, with its drafts; return how many."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state != CampaignState.DRAFT:
        raise Invalid([_("Only a round that was never started can be deleted.")])
    count = Invitation.objects.filter(campaign=campaign).delete()[0]
    campaign.delete()
    record("membership.delete_campaign", subject=f"campaign:{campaign_id}", by=by, invitations=count)
    return count


def send_waves() -> int:
    """Queue what the pace of each round allows by now; return how many. Done again and again by the housekeeping."""
    now = timezone.now()
    return sum(_send_wave(campaign.pk, now=now) for campaign in campaigns_with_waves(now))


@transaction.atomic
def _send_wave(campaign_id: int, *, now: datetime) -> int:
    """Queue one round's next mails in one transaction: whoever is killed in it sent none of them, or all."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.state not in WITH_WAVES:
        return 0
    if campaign.state == CampaignState.SENDING and _comes_back_too_often(campaign):
        campaign.state = CampaignState.HALTED
        campaign.save(update_fields=["state"])
        record("membership.halt_campaign", subject=f"campaign:{campaign.pk}", by=None)
        return 0
    due_count, campaign.wave_at = due(campaign.wave_at or now, now, pace_an_hour=campaign.pace_an_hour)
    # Reminders go first: their links end.
    sent_count = send_reminders(campaign, now=now, most=due_count)
    drafts = Invitation.objects.select_for_update(of=("self",)).filter(campaign=campaign, state=InvitationState.DRAFT)
    batch = list(drafts.select_related("person").order_by("pk")[: due_count - sent_count])
    sent_count += sum(_send(invitation, campaign) for invitation in batch)
    if not Invitation.objects.filter(campaign=campaign, state=InvitationState.DRAFT).exists():
        campaign.state = CampaignState.FINISHED
    campaign.save(update_fields=["state", "wave_at"])
    return sent_count


def due(wave_at: datetime, now: datetime, *, pace_an_hour: int) -> tuple[int, datetime]:
    """Return how many mails the pace allows by now, and up to when that counts; the rest of a mail is not lost."""
    seconds_a_mail = SECONDS_AN_HOUR / pace_an_hour
    begin = max(wave_at, now - max(LONGEST_WAVE, timedelta(seconds=seconds_a_mail)))
    count = int((now - begin).total_seconds() / seconds_a_mail)
    return count, begin + timedelta(seconds=count * seconds_a_mail)


def _send(invitation: Invitation, campaign: Campaign) -> bool:
    """Queue a draft, or revoke it where its person cannot be invited any more."""
    person = invited_person(invitation)
    if person is None:
        end_invitation(invitation, InvitationState.REVOKED)
        return False
    invitation.campaign = campaign
    post_mail(invitation, person)
    return True


def _comes_back_too_often(campaign: Campaign) -> bool:
    share = bounce_share(campaign)
    return share.mails >= FEWEST_SENT and share.refusals > MOST_BOUNCED_SHARE * share.mails


def _refuse(texts: Mapping[str, MailText], reminder_days: tuple[int, ...]) -> None:
    problems = [problem for text in texts.values() for problem in why_not_use(text)]
    if reason := why_not_remind(reminder_days):
        problems.append(reason)
    if problems:
        raise Invalid(list(dict.fromkeys(problems)))


def _columns(reminder_days: tuple[int, ...]) -> dict[str, int | None]:
    first, second, *_rest = (*reminder_days, None, None)
    return {"first_reminder_days": first, "second_reminder_days": second}


def _stored(texts: Mapping[str, MailText]) -> dict[str, dict[str, str]]:
    return {language: {"subject": text.subject, "body": text.body} for language, text in texts.items()}
