"""Rounds of invitations, sent in waves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0001_initial'),
        ('outbox', '0007_invitations'),
        ('participants', '0007_suppression'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('texts', models.JSONField(help_text='Subject and body by language, with placeholders (`mail_texts`).')),
                ('pace_an_hour', models.PositiveSmallIntegerField(help_text='At most so many mails an hour.')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('sending', 'Being sent'), ('paused', 'Paused'), ('halted', 'Stopped by itself: too many mails came back'), ('finished', 'All sent')], default='draft', max_length=10)),
                ('site', models.URLField(help_text='Address of the platform, as the facilitator opened it.')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('judged_after', models.PositiveBigIntegerField(default=0, help_text='Whether too many mails come back is judged by the invitations with higher numbers.')),
                ('wave_at', models.DateTimeField(blank=True, help_text='Up to when what the pace allows has been sent.', null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddField(
            model_name='invitation',
            name='campaign',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='membership.campaign'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['campaign', 'state', 'id'], name='invitation_of_campaign'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'sending', 'paused', 'halted', 'finished'])), name='campaign_state_known'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('pace_an_hour__gte', 1)), name='campaign_has_pace'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('wave_at__isnull', False), models.Q(('state', 'sending'), _negated=True), _connector='OR'), name='sending_campaign_has_wave'),
        ),
    ]
