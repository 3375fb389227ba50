"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("classification", "0005_carried_decisions"),
        ("calls", "0010_projects"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="readingitem", name="reading_item_once"),
        migrations.RemoveConstraint(model_name="decision", name="reading_label_once"),
        migrations.RemoveConstraint(model_name="assignment", name="current_assignment_once"),
        migrations.RemoveConstraint(model_name="assignment", name="one_current_primary_in_edition"),
        migrations.RemoveConstraint(model_name="openquestion", name="open_question_once"),
        migrations.RemoveConstraint(model_name="engineranking", name="ranking_once"),
        migrations.RemoveConstraint(model_name="queueplace", name="queue_place_once"),
        migrations.RemoveConstraint(model_name="skip", name="skip_once"),
        migrations.RemoveConstraint(model_name="correctionrequest", name="one_open_correction"),
        migrations.RemoveConstraint(model_name="move", name="move_once"),
        migrations.RemoveIndex(model_name="decision", name="decision_of_proposal"),
        migrations.RemoveIndex(model_name="assignment", name="assignment_of_proposal"),
        migrations.RenameField(model_name="readingitem", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="decision", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="assignment", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="openquestion", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="engineranking", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="queueplace", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="skip", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="correctionrequest", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="move", old_name="proposal", new_name="project"),
    ]
