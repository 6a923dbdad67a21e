"""Sources, targets, results, monitors, corrections and imports of figures; more to tell of each value."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_outlines"),
        ("stories", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="observation",
            options={
                "ordering": ["indicator", "area_type", "area", "period"],
                "verbose_name": "waarde",
                "verbose_name_plural": "waarden",
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, unique=True, verbose_name="titel")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="kort webadres")),
                ("publisher", models.CharField(blank=True, max_length=160, verbose_name="uitgever")),
                (
                    "edition",
                    models.CharField(
                        blank=True,
                        help_text="Bijvoorbeeld: 2e druk, of: april 2025.",
                        max_length=80,
                        verbose_name="uitgave",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Over welk jaar, of in welk jaar verschenen.",
                        null=True,
                        verbose_name="jaar",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=300, verbose_name="webadres")),
                ("note", models.TextField(blank=True, max_length=600, verbose_name="toelichting")),
            ],
            options={
                "verbose_name": "bron",
                "verbose_name_plural": "bronnen",
                "ordering": ["-year", "title"],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("value", "de waarde moet dit worden"),
                            ("change", "de waarde moet zoveel procent veranderen"),
                            ("at_most", "de waarde mag hoogstens dit zijn"),
                            ("at_least_yearly", "elk jaar minstens zoveel"),
                            ("words", "alleen in woorden"),
                        ],
                        default="value",
                        max_length=16,
                        verbose_name="soort doel",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="doel"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="in welk jaar"),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="beginwaarde"
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="jaar van de beginwaarde"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="in woorden")),
                (
                    "place_in_source",
                    models.CharField(blank=True, max_length=120, verbose_name="plaats in de bron"),
                ),
            ],
            options={
                "verbose_name": "doel van een cijfer",
                "verbose_name_plural": "doelen van cijfers",
                "ordering": ["indicator", "year", "pk"],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="caveat",
            field=models.TextField(
                blank=True,
                help_text="Waar moet de lezer voor oppassen? Eén of twee korte zinnen.",
                verbose_name="wat dit cijfer niet zegt",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="largest_jump",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Verandert een waarde meer dan dit? Dan krijgt u een waarschuwing.",
                null=True,
                verbose_name="grootste sprong in %",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("omgeving", "Omgeving: hoe staat het ervoor?"),
                    ("resultaat", "Resultaat: wat is er gedaan?"),
                    ("effect", "Effect: wat veranderde daardoor?"),
                ],
                max_length=12,
                verbose_name="soort cijfer",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="maximum",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="hoogste waarde die kan"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="minimum",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="laagste waarde die kan"
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="population",
            field=models.CharField(
                blank=True,
                help_text="Voor de zin “61 van de 100 inwoners”: inwoners, volwassenen, huishoudens.",
                max_length=80,
                verbose_name="van wie of wat",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="rhythm",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "elke maand"),
                    (3, "elk kwartaal"),
                    (12, "elk jaar"),
                    (24, "elke twee jaar"),
                    (48, "elke vier jaar"),
                ],
                null=True,
                verbose_name="hoe vaak komt er een nieuw cijfer?",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="sentence",
            field=models.CharField(
                blank=True,
                help_text="Schrijf {gebied} en {waarde} op de goede plek. Bijvoorbeeld: In {gebied} doet {waarde} vrijwilligerswerk.",
                max_length=240,
                verbose_name="antwoord in één zin",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="topic",
            field=models.CharField(
                blank=True,
                help_text="Voor cijfers die bij geen thema horen.",
                max_length=60,
                verbose_name="onderwerp",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="denominator",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Over hoeveel mensen of huishoudens gaat het percentage?",
                max_digits=15,
                null=True,
                verbose_name="van hoeveel",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="last_day",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="laatste dag van de periode"
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="nature",
            field=models.CharField(
                choices=[
                    ("measured", "meting"),
                    ("estimate", "schatting"),
                    ("forecast", "prognose"),
                    ("aim", "doel"),
                ],
                db_default="measured",
                default="measured",
                max_length=8,
                verbose_name="aard",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="place_in_source",
            field=models.CharField(
                blank=True,
                default="",
                db_default="",
                help_text="Bladzijde, tabel of hoofdstuk.",
                max_length=120,
                verbose_name="plaats in de bron",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="qualifier",
            field=models.CharField(
                blank=True,
                default="",
                db_default="",
                help_text="Zoals de bron het zegt: ongeveer, bijna, meer dan, PM.",
                max_length=80,
                verbose_name="woorden erbij",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="status",
            field=models.CharField(
                choices=[("final", "definitief"), ("provisional", "voorlopig")],
                db_default="final",
                default="final",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="value_high",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="Alleen als de bron “van … tot …” zegt.",
                max_digits=15,
                null=True,
                verbose_name="tot",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="answer_label",
            field=models.CharField(
                blank=True,
                help_text="Staat achter het getal, zoals: “van de inwoners doet vrijwilligerswerk”.",
                max_length=160,
                verbose_name="tekst achter het getal",
            ),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="publisher",
            field=models.CharField(blank=True, max_length=160, verbose_name="wie telt?"),
        ),
        migrations.AlterField(
            model_name="indicator",
            name="unit",
            field=models.CharField(
                blank=True, help_text="Bijvoorbeeld: %, aantal of euro", max_length=40, verbose_name="eenheid"
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="area",
            field=models.CharField(blank=True, max_length=80, verbose_name="gebied"),
        ),
        migrations.AlterField(
            model_name="observation",
            name="area_type",
            field=models.CharField(
                choices=[
                    ("country", "Land"),
                    ("province", "Provincie"),
                    ("region", "Regio"),
                    ("municipality", "Gemeente"),
                    ("place", "Dorp of stad"),
                    ("panel", "Panel"),
                    ("urban", "Stad"),
                    ("rural", "Platteland"),
                    ("subgroup", "Deel van de inwoners"),
                    ("unknown", "Gebied niet genoemd"),
                ],
                max_length=12,
                verbose_name="soort gebied",
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="note",
            field=models.CharField(blank=True, max_length=300, verbose_name="opmerking"),
        ),
        migrations.AlterField(
            model_name="observation",
            name="period",
            field=models.CharField(
                blank=True,
                help_text="Bijvoorbeeld 2023, 2020-11 of 2022-2024. Leeg betekent: de bron noemt geen jaar.",
                max_length=24,
                verbose_name="periode",
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="subgroup",
            field=models.CharField(
                blank=True,
                help_text="Leeg betekent: iedereen.",
                max_length=120,
                verbose_name="groep of antwoord",
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="value",
            field=models.DecimalField(
                blank=True,
                decimal_places=4,
                help_text="Leeg betekent: er is geen cijfer.",
                max_digits=15,
                null=True,
                verbose_name="waarde",
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reden")),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="waarde"),
                ),
                (
                    "value_high",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="tot"),
                ),
                ("qualifier", models.CharField(blank=True, max_length=80, verbose_name="woorden erbij")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("measured", "meting"),
                            ("estimate", "schatting"),
                            ("forecast", "prognose"),
                            ("aim", "doel"),
                        ],
                        max_length=8,
                        verbose_name="aard",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("final", "definitief"), ("provisional", "voorlopig")],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        decimal_places=2, max_digits=15, null=True, verbose_name="van hoeveel"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="opmerking")),
                (
                    "place_in_source",
                    models.CharField(blank=True, max_length=120, verbose_name="plaats in de bron"),
                ),
                ("corrected_at", models.DateTimeField(auto_now_add=True, verbose_name="verbeterd op")),
                (
                    "corrected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="stories.observation",
                    ),
                ),
            ],
            options={
                "verbose_name": "verbetering",
                "verbose_name_plural": "verbeteringen",
                "ordering": ["-corrected_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FigureImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("observations", "Waarden"),
                            ("indicators", "Indicatoren"),
                            ("targets", "Doelen"),
                            ("results", "Resultaten"),
                            ("monitors", "Monitors"),
                        ],
                        default="observations",
                        max_length=12,
                        verbose_name="soort lijst",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("read", "gelezen, kolommen nog te kiezen"),
                            ("checked", "nagekeken, nog niets veranderd"),
                            ("done", "ingelezen"),
                            ("undone", "teruggedraaid"),
                        ],
                        default="read",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="bestand")),
                ("header", models.JSONField(default=list, verbose_name="kolommen in het bestand")),
                ("rows", models.JSONField(default=list, verbose_name="rijen")),
                ("row_numbers", models.JSONField(default=list, verbose_name="nummers van de rijen")),
                (
                    "mapping",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="gekozen kolommen en vaste waarden"
                    ),
                ),
                ("report", models.JSONField(blank=True, default=dict, verbose_name="verslag")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van verbeteringen"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gelezen op")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="ingelezen op")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="teruggedraaid op")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="door",
                    ),
                ),
            ],
            options={
                "verbose_name": "ingelezen lijst met cijfers",
                "verbose_name_plural": "ingelezen lijsten met cijfers",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="FigureIndexPage",
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
                "verbose_name": "overzicht van cijfers",
                "verbose_name_plural": "overzichten van cijfers",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ImportedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_number", models.PositiveIntegerField(verbose_name="rij")),
                ("object_pk", models.PositiveBigIntegerField(verbose_name="nummer")),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported",
                        to="stories.figureimport",
                    ),
                ),
            ],
            options={
                "verbose_name": "ingelezen rij",
                "verbose_name_plural": "ingelezen rijen",
                "ordering": ["row_number"],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="kort webadres")),
                ("label", models.CharField(max_length=160, verbose_name="wat is er gedaan?")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        help_text="Leeg betekent: de bron noemt geen jaar.",
                        max_length=24,
                        verbose_name="jaar",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=15, null=True, verbose_name="aantal"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="eenheid")),
                ("description", models.TextField(blank=True, max_length=600, verbose_name="uitleg")),
                (
                    "place_in_source",
                    models.CharField(blank=True, max_length=120, verbose_name="plaats in de bron"),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="results",
                        to="core.goal",
                        verbose_name="doel",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="results",
                        to="core.theme",
                        verbose_name="thema",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="stories.source",
                        verbose_name="bron",
                    ),
                ),
            ],
            options={
                "verbose_name": "resultaat",
                "verbose_name_plural": "resultaten",
                "ordering": ["theme", "-period", "label"],
            },
        ),
        migrations.CreateModel(
            name="Monitor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="naam")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="kort webadres")),
                ("owner", models.CharField(blank=True, max_length=160, verbose_name="van wie")),
                (
                    "subjects",
                    models.TextField(
                        blank=True,
                        help_text="Met een puntkomma ertussen.",
                        max_length=600,
                        verbose_name="onderwerpen",
                    ),
                ),
                ("levels", models.CharField(blank=True, max_length=200, verbose_name="voor welke gebieden")),
                ("frequency", models.CharField(blank=True, max_length=120, verbose_name="hoe vaak")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="webadres")),
                (
                    "place_in_source",
                    models.CharField(blank=True, max_length=120, verbose_name="plaats in de bron"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitors",
                        to="stories.source",
                        verbose_name="genoemd in",
                    ),
                ),
            ],
            options={
                "verbose_name": "monitor",
                "verbose_name_plural": "monitors",
                "ordering": ["name"],
            },
        ),
        migrations.RemoveConstraint(model_name="observation", name="observation_once_per_source"),
        migrations.RenameField(model_name="observation", old_name="source", new_name="source_name"),
        migrations.AddField(
            model_name="observation",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="stories.source",
                verbose_name="bron",
            ),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                fields=["area_type", "area", "subgroup", "indicator", "-last_day"], name="observation_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value_high", None), ("value_high__gte", models.F("value")), _connector="OR"
                ),
                name="observation_range_in_order",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="targets",
                to="stories.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="targets",
                to="stories.source",
                verbose_name="bron",
            ),
        ),
    ]
