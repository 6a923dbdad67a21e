"""The name of a source stands with the source only."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_sources_of_observations")]

    operations = [
        migrations.AlterField(
            model_name="observation",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="stories.source",
                verbose_name="bron",
            ),
        ),
        migrations.RemoveField(model_name="observation", name="source_name"),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                fields=("indicator", "area_type", "area", "subgroup", "period", "source"),
                name="observation_once_per_source",
            ),
        ),
    ]
