"""What somebody proposed in a call is called a project, in the database too."""

from django.db import migrations

from skillsnet.db.search import SearchTable, install, remove

OLD = SearchTable(name="calls_searchdocument", key="proposal_id")


def take_away(apps, schema_editor):
    remove(schema_editor.connection, table=OLD)


def build_as_before(apps, schema_editor):
    install(schema_editor.connection, table=OLD)


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0009_names_looked_for"),
        ("classification", "0005_carried_decisions"),
        ("publication", "0003_forecast"),
        ("facets", "0002_packed_selections"),
        ("intake", "0008_rows_that_name_people"),
        ("matching", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(take_away, build_as_before),
        migrations.RenameModel(old_name="Proposal", new_name="Project"),
        migrations.RenameModel(old_name="ProposalLanguage", new_name="ProjectLanguage"),
        migrations.RenameModel(old_name="ProposalBeneficiary", new_name="ProjectBeneficiary"),
        migrations.RenameModel(old_name="ChangedProposal", new_name="ChangedProject"),
        migrations.RemoveConstraint(model_name="projectlanguage", name="proposal_language_once"),
        migrations.RemoveConstraint(model_name="projectbeneficiary", name="proposal_beneficiary_once"),
        migrations.RemoveConstraint(model_name="namedperson", name="person_named_once"),
        migrations.RemoveConstraint(model_name="extravalue", name="extra_value_once"),
        migrations.RemoveConstraint(model_name="extranumber", name="extra_number_once"),
        migrations.RemoveConstraint(model_name="changedproject", name="proposal_changed_once_in_version"),
        migrations.RenameField(model_name="projectlanguage", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="projectbeneficiary", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="namedperson", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="extravalue", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="extranumber", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="searchdocument", old_name="proposal", new_name="project"),
        migrations.RenameField(model_name="changedproject", old_name="proposal_number", new_name="project_number"),
        migrations.RenameField(model_name="followup", old_name="proposal_numbers", new_name="project_numbers"),
    ]
