"""Where somebody said that they agree may take a sentence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participants", "0003_withheld")]

    operations = [
        migrations.AlterField(model_name="consent", name="source", field=models.CharField(max_length=200)),
    ]
