"""Index the turns of an outlet together with the exchanges in which they stand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Put one index in the place of the narrower one."""

    dependencies = [
        ("transcripts", "0037_name_reworded_withdrawals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="turn",
            name="outlet",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turns",
                to="transcripts.outlet",
                verbose_name="outlet",
            ),
        ),
        migrations.AddIndex(
            model_name="turn",
            index=models.Index(fields=["outlet", "exchange"], name="turn_outlet_exchange"),
        ),
    ]
