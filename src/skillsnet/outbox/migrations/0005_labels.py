"""Labels of the choices in plain English."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0004_restored'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mailmessage',
            name='failure',
            field=models.CharField(blank=True, choices=[('refused', 'The mail server refused this mail.'), ('put_off', 'The mail server asked to try again later.'), ('unreachable', 'The mail server could not be reached.'), ('unwritable', 'It cannot be sent as a mail. Check the mail address.'), ('too_late', 'This mail was not sent because it would have arrived too late.'), ('restored', 'This mail was waiting to be sent when the backup was made. It may have been sent since then.')], max_length=15),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='kind',
            field=models.CharField(choices=[('letter', 'Message'), ('code', 'Sign-in code')], default='letter', max_length=10),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft: a facilitator must send it'), ('kept', 'Kept here: no mail server is set up'), ('queued', 'Waiting to be sent'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Could not be sent')], default='kept', max_length=10),
        ),
    ]
