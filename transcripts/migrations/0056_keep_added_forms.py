"""Keep which forms have added their record, so that a form that is sent again adds no second one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0054_name_families")]

    operations = [
        migrations.CreateModel(
            name="AddedForm",
            fields=[
                ("token", models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="form")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("address", models.CharField(max_length=200, verbose_name="address")),
                ("made_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="created")),
            ],
            options={"default_permissions": ()},
        ),
    ]
