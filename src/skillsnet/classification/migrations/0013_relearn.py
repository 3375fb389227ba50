"""The engine reads otherwise than before: each edition in force is learnt anew, when a worker next looks."""

from django.db import migrations

UNDER_WAY = ("waiting", "running")


def ask_for_relearning(apps, schema_editor):
    editions = apps.get_model("taxonomy", "Edition").objects.filter(state="published")
    rankings = apps.get_model("classification", "EngineRanking").objects
    relearnings = apps.get_model("classification", "Relearning").objects
    decisions = apps.get_model("classification", "Decision").objects
    for edition in editions:
        if not rankings.filter(edition=edition).exists():
            continue
        if relearnings.filter(edition=edition, state__in=UNDER_WAY).exists():
            continue
        by_people = decisions.filter(edition=edition, source__in=("facilitator", "member"), annotation_round=None)
        last = by_people.order_by("-pk").values_list("pk", flat=True).first()
        # Without a heartbeat it is unattended, so that a worker takes it up.
        relearnings.create(edition=edition, decision_watermark=last or 0)


class Migration(migrations.Migration):

    dependencies = [("classification", "0012_evidence_source"), ("taxonomy", "0002_editions_at_work")]

    operations = [migrations.RunPython(ask_for_relearning, migrations.RunPython.noop)]
