"""Reminders of invitations, and who wants no more of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0002_campaigns'),
        ('outbox', '0007_invitations'),
        ('participants', '0009_removals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='first_reminder_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Days after the invitation; empty for no reminder.', null=True),
        ),
        migrations.AddField(
            model_name='campaign',
            name='second_reminder_days',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Days after the invitation; empty for one reminder at most.', null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminder_mail',
            field=models.OneToOneField(blank=True, help_text='A reminder on its way, or one that could not be sent.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.mailmessage'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminders',
            field=models.PositiveSmallIntegerField(default=0, help_text='How many were sent.'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminders_stopped_at',
            field=models.DateTimeField(blank=True, help_text='When its receiver said so.', null=True),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('reminders_stopped_at__isnull', False)), fields=['address_digest'], name='no_more_reminders'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('second_reminder_days', None), models.Q(('first_reminder_days__isnull', False), ('second_reminder_days__gt', models.F('first_reminder_days'))), _connector='OR'), name='second_reminder_comes_later'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('reminders__lte', 2)), name='few_reminders'),
        ),
    ]
