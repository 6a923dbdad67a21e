"""Give the groups their permissions on facilities, target groups, languages, proposals and imported lists."""

from django.db import migrations

from home.roles import apply_roles


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_staff_roles"),
        ("initiatives", "0003_hours_and_costs"),
    ]

    operations = [migrations.RunPython(apply_roles, migrations.RunPython.noop)]
