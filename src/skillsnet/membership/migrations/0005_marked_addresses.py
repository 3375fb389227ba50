"""Addresses that a facilitator marked as those where no mail arrives."""

from django.conf import settings
from django.db import migrations, models


def call_marked_refused(apps, schema_editor):
    """Going back, use the nearest word that the former version knows."""
    apps.get_model("membership", "Invitation").objects.filter(failure="returned").update(failure="refused")


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0004_handed_over'),
        ('outbox', '0007_invitations'),
        ('participants', '0009_removals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_failure_known',
        ),
        migrations.AlterField(
            model_name='invitation',
            name='failure',
            field=models.CharField(blank=True, choices=[('refused', 'The mail server refused this mail.'), ('put_off', 'The mail server asked to try again later.'), ('unreachable', 'The mail server could not be reached.'), ('unwritable', 'It cannot be sent as a mail. Check the mail address.'), ('too_late', 'This mail was not sent because it would have arrived too late.'), ('restored', 'This mail was waiting to be sent when the backup was made. It may have been sent since then.'), ('returned', 'A facilitator marked this address: no mail arrives.')], max_length=15),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('failure__in', ['', 'refused', 'put_off', 'unreachable', 'unwritable', 'too_late', 'restored', 'returned'])), name='invitation_failure_known'),
        ),
        migrations.RunPython(migrations.RunPython.noop, call_marked_refused),
    ]
