"""Invitations of people to take over their profiles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('outbox', '0007_invitations'),
        ('participants', '0007_suppression'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_digest', models.CharField(help_text='Keyed hash of the address that it goes to.', max_length=64)),
                ('language', models.CharField(max_length=10)),
                ('site', models.URLField(help_text='Address of the platform, as the facilitator opened it.')),
                ('state', models.CharField(choices=[('draft', 'Not sent yet'), ('queued', 'Waiting to be sent'), ('sent', 'Sent, no answer yet'), ('claimed', 'Claimed'), ('declined', 'Declined'), ('bounced', 'Could not be delivered'), ('expired', 'Expired'), ('revoked', 'Revoked')], default='draft', max_length=10)),
                ('nonce', models.CharField(help_text="With the platform's secret key this makes the token.", max_length=64)),
                ('token_digest', models.CharField(help_text='SHA-256 of the token.', max_length=64, unique=True)),
                ('failure', models.CharField(blank=True, choices=[('refused', 'The mail server refused this mail.'), ('put_off', 'The mail server asked to try again later.'), ('unreachable', 'The mail server could not be reached.'), ('unwritable', 'It cannot be sent as a mail. Check the mail address.'), ('too_late', 'This mail was not sent because it would have arrived too late.'), ('restored', 'This mail was waiting to be sent when the backup was made. It may have been sent since then.')], max_length=15)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it was claimed, declined or revoked.', null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.mailmessage')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to='participants.person')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['state', '-id'], name='invitation_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'queued', 'sent', 'claimed', 'declined', 'bounced', 'expired', 'revoked'])), name='invitation_state_known'), models.CheckConstraint(condition=models.Q(('failure__in', ['', 'refused', 'put_off', 'unreachable', 'unwritable', 'too_late', 'restored'])), name='invitation_failure_known'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'queued', 'sent'))), fields=('person',), name='one_pending_invitation'), models.CheckConstraint(condition=models.Q(('expires_at__isnull', False), models.Q(('state__in', ('queued', 'sent')), _negated=True), _connector='OR'), name='open_invitation_expires'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), models.Q(('state__in', ['claimed', 'declined', 'revoked']), _negated=True), _connector='OR'), name='ended_invitation_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('failure', ''), _negated=True), models.Q(('state', 'bounced'), _negated=True), _connector='OR'), name='bounced_invitation_says_why')],
            },
        ),
    ]
