"""What is known of opening hours and costs.

The linter sees SQLite make the table again and takes every column of it for a new one. The new columns have a
default in the database, so that a site that is still running the previous version goes on: the Makefile lets
this one migration pass by name.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_finder")]

    operations = [
        migrations.AddField(
            model_name="initiativepage",
            name="costs",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Niet bekend"),
                    ("free", "Gratis"),
                    ("small", "Kleine bijdrage"),
                    ("paid", "Betaald"),
                ],
                db_default="",
                default="",
                max_length=8,
                verbose_name="wat kost het?",
            ),
        ),
        migrations.AddField(
            model_name="initiativepage",
            name="costs_note",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Bijvoorbeeld: € 2 voor koffie.",
                max_length=160,
                verbose_name="toelichting bij de kosten",
            ),
        ),
        migrations.AddField(
            model_name="initiativepage",
            name="holidays",
            field=models.CharField(
                blank=True,
                choices=[("", "Niet bekend"), ("closed", "Dan gesloten"), ("open", "Dan gewoon open")],
                db_default="",
                default="",
                max_length=8,
                verbose_name="op feestdagen",
            ),
        ),
        migrations.AddField(
            model_name="initiativepage",
            name="hours",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Niet bekend"),
                    ("weekly", "Op vaste tijden"),
                    ("always", "Altijd open"),
                    ("appointment", "Op afspraak"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="wanneer open?",
            ),
        ),
        migrations.AlterField(
            model_name="initiativepage",
            name="opening_hours",
            field=models.TextField(
                blank=True,
                help_text="In gewone woorden, bijvoorbeeld: elke eerste dinsdag van de maand koffie.",
                max_length=400,
                verbose_name="toelichting bij de tijden",
            ),
        ),
    ]
