"""In which browsers people are signed in; of sessions of before nothing but the account is known."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone


def _from_sessions(apps, schema_editor):
    """Note the sessions in which somebody is signed in."""
    # A session holds the number of its account as a text.
    users = apps.get_model("accounts", "User").objects.order_by()
    user_ids = {str(pk): pk for pk in users.values_list("pk", flat=True)}
    sessions = apps.get_model("sessions", "Session").objects.filter(expire_date__gt=timezone.now())
    store, browser = SessionStore(), apps.get_model("accounts", "SignedInBrowser")
    rows = []
    for key, data in sessions.order_by("pk").values_list("session_key", "session_data"):
        user_id = user_ids.get(store.decode(data).get("_auth_user_id"))
        if user_id is not None:
            rows.append(browser(user_id=user_id, session_id=key, seen_on=timezone.localdate()))
    browser.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_invited_accounts'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedInBrowser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('browser', models.CharField(blank=True, max_length=30)),
                ('system', models.CharField(blank=True, max_length=30)),
                ('signed_in_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_on', models.DateField(help_text='The last day on which it opened a page.')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='browser', to='sessions.session')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='browsers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-seen_on', '-pk'],
            },
        ),
        migrations.RunPython(_from_sessions, migrations.RunPython.noop),
    ]
