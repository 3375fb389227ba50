"""The words of all projects are written anew at the next start: Arabic ones in the form a search compares."""

from django.db import migrations


def ask_for_words_anew(apps, schema_editor):
    # `look_for_names_once` writes what may be found of each project; the version before writes its own in the same way.
    apps.get_model("calls", "DataVersion").objects.update(names_looked_for=False)


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0015_work_countries'),
    ]

    operations = [
        migrations.RunPython(ask_for_words_anew, ask_for_words_anew),
    ]
