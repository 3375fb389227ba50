"""When members last said that their profile is right; whoever claimed before said so then."""

import django.db.models.deletion
from django.db import migrations, models


def _from_claims(apps, schema_editor):
    """Take who claimed when, and at which address of the platform, from the invitations."""
    site_by_person = {
        row["person"]: row["site"]
        for row in apps.get_model("membership", "Invitation")
        .objects.filter(state="claimed", person__isnull=False)
        .order_by("pk")
        .values("person", "site")
    }
    people = apps.get_model("participants", "Person").objects.filter(user__isnull=False, claimed_at__isnull=False)
    check = apps.get_model("membership", "ProfileCheck")
    check.objects.bulk_create(
        (
            check(person_id=pk, confirmed_at=claimed_at, site=site_by_person.get(pk, ""))
            for pk, claimed_at in people.order_by("pk").values_list("pk", "claimed_at")
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('membership', '0006_uncertain_mails'),
        ('outbox', '0009_yearly_question'),
        ('participants', '0012_left'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProfileCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_at', models.DateTimeField(db_index=True)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, help_text='When they said not to ask by mail again.', null=True)),
                ('site', models.URLField(blank=True, help_text='Address of the platform, as the member opened it.')),
                ('mail', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.mailmessage')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='profile_check', to='participants.person')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(_from_claims, migrations.RunPython.noop),
    ]
