"""Create the groups of staff with their permissions, and the workflow between editors and chief editors."""

from django.db import migrations

from home.roles import apply_roles


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_home_page"),
        ("core", "0002_agenda_places_images"),
        ("initiatives", "0001_initial"),
        ("stories", "0001_initial"),
        ("subsidies", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(apply_roles, migrations.RunPython.noop)]
