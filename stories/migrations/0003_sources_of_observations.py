"""Make a source of every name that stood with a value, and work out the last day of each period."""

from django.db import migrations
from django.utils.text import slugify

from stories.figures.periods import last_day_of


def fill(apps, schema_editor):
    """Run again after a stop and the result is the same."""
    Observation = apps.get_model("stories.Observation")
    Source = apps.get_model("stories.Source")
    names = Observation.objects.filter(source=None).values_list("source_name", flat=True).distinct()
    for name in list(names):
        slug = slugify(name)[:80] or "bron"
        source, _created = Source.objects.get_or_create(title=name, defaults={"slug": slug})
        Observation.objects.filter(source=None, source_name=name).update(source=source)
    for period in list(Observation.objects.exclude(period="").values_list("period", flat=True).distinct()):
        Observation.objects.filter(period=period, last_day=None).update(last_day=last_day_of(period))


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_figures")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
