"""Generic versions of Django classes, so that a ModelAdmin can name its model; imported before all of them."""

import django_stubs_ext

django_stubs_ext.monkeypatch()
