import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_outlines"),
        ("home", "0005_roles_for_the_finder"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "listing_summary",
                    models.CharField(
                        blank=True,
                        help_text="Eén of twee korte zinnen. Staat in lijsten, in zoekmachines en op sociale media.",
                        max_length=280,
                        verbose_name="samenvatting",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=400, verbose_name="inleiding")),
                (
                    "listing_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Staat op kaartjes en op sociale media.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.siteimage",
                        verbose_name="beeld voor lijsten",
                    ),
                ),
            ],
            options={
                "verbose_name": "overzicht van gemeenten",
                "verbose_name_plural": "overzichten van gemeenten",
            },
            bases=("wagtailcore.page",),
        ),
    ]
