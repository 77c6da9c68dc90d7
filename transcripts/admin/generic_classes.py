"""Django's classes made generic, so that a ModelAdmin can name its model: imported before all that does so."""

import django_stubs_ext

django_stubs_ext.monkeypatch()
