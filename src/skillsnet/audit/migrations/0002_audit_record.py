"""What is recorded is called an audit record."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RenameModel(old_name="Entry", new_name="AuditRecord"),
        migrations.AlterModelTable(name="auditrecord", table="audit_record"),
    ]
