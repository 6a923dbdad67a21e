"""Give the groups their permissions on sources, targets, results, monitors and imported figures."""

from django.db import migrations

from home.roles import apply_roles


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_areas"),
        ("stories", "0004_sources_only"),
    ]

    operations = [migrations.RunPython(apply_roles, migrations.RunPython.noop)]
