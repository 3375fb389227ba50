"""Mails of which nobody can tell whether the server has them; on the way back it counts as not reached."""

from django.db import migrations, models


def _forget_doubt(apps, schema_editor):
    rows = apps.get_model("outbox", "MailMessage").objects.filter(failure="uncertain")
    rows.update(failure="unreachable")


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0007_invitations'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mailmessage',
            name='mail_failure_known',
        ),
        migrations.AddField(
            model_name='mailmessage',
            name='answer_awaited_since',
            field=models.DateTimeField(blank=True, help_text='Since when the mail server may have it, whose answer is not known yet.', null=True),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='failure',
            field=models.CharField(blank=True, choices=[('refused', 'The mail server refused this mail.'), ('put_off', 'The mail server asked to try again later.'), ('unreachable', 'The mail server could not be reached.'), ('uncertain', 'The connection ended before the mail server answered. It may have sent this mail.'), ('unwritable', 'It cannot be sent as a mail. Check the mail address.'), ('too_late', 'This mail was not sent because it would have arrived too late.'), ('restored', 'This mail was waiting to be sent when the backup was made. It may have been sent since then.')], max_length=15),
        ),
        migrations.RunPython(migrations.RunPython.noop, _forget_doubt),
        migrations.AddConstraint(
            model_name='mailmessage',
            constraint=models.CheckConstraint(condition=models.Q(('failure__in', ['', 'refused', 'put_off', 'unreachable', 'uncertain', 'unwritable', 'too_late', 'restored'])), name='mail_failure_known'),
        ),
    ]
