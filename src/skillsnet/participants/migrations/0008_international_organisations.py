"""International organisations are a type of their own; they were among the regional and sectoral bodies."""

from django.db import migrations, models

EARLIER = [
    *("individual", "cooperative", "education", "government", "ngo", "public_enterprise", "private_enterprise"),
    *("sectoral_body", "research", "employers", "workers"),
]
TYPES = [*EARLIER[:7], "international", *EARLIER[7:]]
LABELS = {
    "individual": "Individual",
    "cooperative": "Cooperative",
    "education": "Education or training institution",
    "government": "Government agency",
    "ngo": "NGO or civil society",
    "public_enterprise": "Public enterprise",
    "private_enterprise": "Private enterprise",
    "international": "International organisation",
    "sectoral_body": "Regional or sectoral body",
    "research": "Research organisation",
    "employers": "Employers’ organisation",
    "workers": "Workers’ organisation",
}


def _as_sectoral_bodies(apps, schema_editor):
    """Give international organisations the type that the earlier version has for them."""
    organisations = apps.get_model("participants", "Organisation")
    organisations.objects.filter(type="international").update(type="sectoral_body")


class Migration(migrations.Migration):

    dependencies = [
        ("participants", "0007_suppression"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="organisation", name="organisation_type_known"),
        migrations.RunPython(migrations.RunPython.noop, _as_sectoral_bodies),
        migrations.AlterField(
            model_name="organisation",
            name="type",
            field=models.CharField(blank=True, choices=[(name, LABELS[name]) for name in TYPES], max_length=20),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("type__in", ["", *TYPES])), name="organisation_type_known"
            ),
        ),
    ]
