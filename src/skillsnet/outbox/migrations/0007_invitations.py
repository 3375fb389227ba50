"""Nothing on the way forward; on the way back the mails go that an earlier version does not know."""

from django.db import migrations


def _forget_invitations(apps, schema_editor):
    apps.get_model("outbox", "MailMessage").objects.filter(kind="invitation").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0006_made_mails'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, _forget_invitations),
    ]
