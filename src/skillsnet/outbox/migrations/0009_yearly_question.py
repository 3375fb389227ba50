"""The yearly question to members; on the way back its mails, which say nothing without it, go."""

from django.db import migrations, models


def _drop_questions(apps, schema_editor):
    apps.get_model("outbox", "MailMessage").objects.filter(kind="check").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0008_uncertain_mails'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mailmessage',
            name='mail_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='mailmessage',
            name='made_mail_has_no_body',
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='kind',
            field=models.CharField(choices=[('letter', 'Message'), ('code', 'Sign-in code'), ('invitation', 'Invitation'), ('check', 'Yearly question')], default='letter', max_length=10),
        ),
        migrations.RunPython(migrations.RunPython.noop, _drop_questions),
        migrations.AddConstraint(
            model_name='mailmessage',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['letter', 'code', 'invitation', 'check'])), name='mail_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='mailmessage',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), models.Q(('kind__in', ('code', 'invitation', 'check')), _negated=True), _connector='OR'), name='made_mail_has_no_body'),
        ),
    ]
