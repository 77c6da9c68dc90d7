"""Name keys, by which a name in another spelling is found without reading all names."""

from typing import Any

from django.db import models

from transcripts.models.names import Outlet, Speaker, Topic

KEY_LENGTH = 200


class NameKey(models.Model):
    """One key of a name of a speaker, outlet or topic. Derived from the records, and can be rebuilt from them."""

    kind = models.CharField(max_length=8)  # the record's model, in lower case
    record = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["key", "kind"], name="name_key"),
            models.Index(fields=["kind", "record"], name="name_key_record"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.name})"


KEYED = (Speaker, Outlet, Topic)


def kind_name(model: type[Any]) -> str:
    """Return the word for a kind of record in the keys: its model's name in lower case."""
    return str(model._meta.model_name)
