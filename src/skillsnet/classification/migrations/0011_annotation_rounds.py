"""Blind readings are annotation rounds; columns under names that say what they hold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("classification", "0010_labels"),
        ("taxonomy", "0002_editions_at_work"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="blindreading", name="reading_has_title"),
        migrations.RemoveConstraint(model_name="readingitem", name="reading_item_once"),
        migrations.RemoveConstraint(model_name="readingitem", name="reading_order_once"),
        migrations.RemoveConstraint(model_name="decision", name="reading_label_by_a_person"),
        migrations.RemoveConstraint(model_name="decision", name="reading_label_once"),
        migrations.RemoveConstraint(model_name="queueplace", name="queue_place_once"),
        migrations.RemoveConstraint(model_name="queueplace", name="queue_place_of_one"),
        migrations.RenameModel(old_name="BlindReading", new_name="BlindAnnotation"),
        migrations.RenameModel(old_name="ReadingItem", new_name="AnnotationItem"),
        migrations.RenameModel(old_name="QueuePlace", new_name="QueuePosition"),
        migrations.RenameField(model_name="annotationitem", old_name="reading", new_name="annotation_round"),
        migrations.RenameField(model_name="decision", old_name="reading", new_name="annotation_round"),
        migrations.RenameField(model_name="queueposition", old_name="place", new_name="position"),
        migrations.RenameField(model_name="queueposition", old_name="alike", new_name="similar_count"),
        migrations.RenameField(model_name="engineranking", old_name="is_told", new_name="is_conclusive"),
        migrations.RenameField(model_name="correctionrequest", old_name="wanted", new_name="requested_category"),
        migrations.AlterModelOptions(name="annotationitem", options={"ordering": ["annotation_round", "order"]}),
        migrations.AlterModelOptions(name="queueposition", options={"ordering": ["edition", "position"]}),
        migrations.AlterField(
            model_name="blindannotation",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="annotation_rounds", to="taxonomy.edition"
            ),
        ),
        migrations.AlterField(
            model_name="annotationitem",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="annotation_items", to="calls.project"
            ),
        ),
        migrations.AlterField(
            model_name="queueposition",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="queue_positions", to="calls.project"
            ),
        ),
        migrations.AlterField(
            model_name="queueposition",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="queue_positions", to="taxonomy.edition"
            ),
        ),
        migrations.AlterField(
            model_name="queueposition",
            name="similar_count",
            field=models.PositiveIntegerField(
                blank=True, help_text="Pending projects that are similar.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="origin",
            field=models.CharField(
                blank=True,
                choices=[
                    ("participant", "Chosen by the participant"),
                    ("member", "Chosen by the member"),
                    ("facilitator", "Confirmed by a facilitator"),
                    ("rule", "Moved from an earlier edition"),
                    ("engine", "Suggested from the text"),
                ],
                help_text="Source of the decision that was moved here first.",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="openquestion",
            name="doubt",
            field=models.FloatField(default=1.0, help_text="How close the two most likely categories are, 0 to 1."),
        ),
        migrations.AlterField(
            model_name="engineranking",
            name="scores",
            field=models.JSONField(default=list, help_text="Slug, probability and evidence, the most likely first."),
        ),
        migrations.AlterField(
            model_name="engineranking",
            name="margin",
            field=models.FloatField(default=0, help_text="By how much the most likely category leads, 0 to 1."),
        ),
        migrations.AddConstraint(
            model_name="blindannotation",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="annotation_round_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="annotationitem",
            constraint=models.UniqueConstraint(fields=("annotation_round", "project"), name="annotation_item_once"),
        ),
        migrations.AddConstraint(
            model_name="annotationitem",
            constraint=models.UniqueConstraint(fields=("annotation_round", "order"), name="annotation_order_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("annotation_round__isnull", True), ("source__in", ("facilitator", "member")), _connector="OR"
                ),
                name="annotation_label_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("annotation_round__isnull", False)),
                fields=("annotation_round", "project", "by"),
                name="annotation_label_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="queueposition",
            constraint=models.UniqueConstraint(fields=("edition", "project"), name="queue_position_once"),
        ),
        migrations.AddConstraint(
            model_name="queueposition",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="queue_position_of_one"),
        ),
    ]
