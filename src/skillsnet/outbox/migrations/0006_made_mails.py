"""Mails whose words are made when they are sent: invitations, besides codes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0005_labels'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='mailmessage',
            name='mail_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='mailmessage',
            name='code_mail_has_no_body',
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='body',
            field=models.TextField(blank=True, help_text='Empty where it is made when it is sent, and in old mails.'),
        ),
        migrations.AlterField(
            model_name='mailmessage',
            name='kind',
            field=models.CharField(choices=[('letter', 'Message'), ('code', 'Sign-in code'), ('invitation', 'Invitation')], default='letter', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='mailmessage',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['letter', 'code', 'invitation'])), name='mail_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='mailmessage',
            constraint=models.CheckConstraint(condition=models.Q(('body', ''), models.Q(('kind__in', ('code', 'invitation')), _negated=True), _connector='OR'), name='made_mail_has_no_body'),
        ),
    ]
