"""Invitations that are handed over as a link or a code."""

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def revoke_handed_over(apps, schema_editor):
    """Going back, end what the former version has no word for."""
    handed_over = apps.get_model("membership", "Invitation").objects.filter(state="handed_over")
    handed_over.update(state="revoked", ended_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0003_reminders'),
        ('outbox', '0007_invitations'),
        ('participants', '0009_removals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='one_pending_invitation',
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='open_invitation_expires',
        ),
        migrations.AddField(
            model_name='invitation',
            name='code_digest',
            field=models.CharField(blank=True, help_text='Keyed hash of the code that is handed over; empty where a mail goes out.', max_length=64),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='state',
            field=models.CharField(choices=[('draft', 'Not sent yet'), ('queued', 'Waiting to be sent'), ('sent', 'Sent, no answer yet'), ('handed_over', 'Handed over, no answer yet'), ('claimed', 'Claimed'), ('declined', 'Declined'), ('bounced', 'Could not be delivered'), ('expired', 'Expired'), ('revoked', 'Revoked')], default='draft', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'queued', 'sent', 'handed_over', 'claimed', 'declined', 'bounced', 'expired', 'revoked'])), name='invitation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'queued', 'sent', 'handed_over'))), fields=('person',), name='one_pending_invitation'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', False), models.Q(('state__in', ('queued', 'sent', 'handed_over')), _negated=True), _connector='OR'), name='open_invitation_expires'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('code_digest', ''), _negated=True), fields=('code_digest',), name='code_opens_one_profile'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code_digest', ''), _negated=True), models.Q(('state', 'handed_over'), _negated=True), _connector='OR'), name='handed_over_has_code'),
        ),
        migrations.RunPython(migrations.RunPython.noop, revoke_handed_over),
    ]
