"""Invitations of which nobody can tell whether they were sent; on the way back they count as sent."""

from django.conf import settings
from django.db import migrations, models


def _forget_doubt(apps, schema_editor):
    apps.get_model("membership", "Invitation").objects.filter(failure="uncertain").update(failure="")


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0005_marked_addresses'),
        ('outbox', '0008_uncertain_mails'),
        ('participants', '0012_left'),
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
            field=models.CharField(blank=True, choices=[('refused', 'The mail server refused this mail.'), ('put_off', 'The mail server asked to try again later.'), ('unreachable', 'The mail server could not be reached.'), ('uncertain', 'The connection ended before the mail server answered. It may have sent this mail.'), ('unwritable', 'It cannot be sent as a mail. Check the mail address.'), ('too_late', 'This mail was not sent because it would have arrived too late.'), ('restored', 'This mail was waiting to be sent when the backup was made. It may have been sent since then.'), ('returned', 'A facilitator marked this address: no mail arrives.')], max_length=15),
        ),
        migrations.RunPython(migrations.RunPython.noop, _forget_doubt),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('failure__in', ['', 'refused', 'put_off', 'unreachable', 'uncertain', 'unwritable', 'too_late', 'restored', 'returned'])), name='invitation_failure_known'),
        ),
    ]
