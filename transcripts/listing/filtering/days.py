"""Dates written in the reader's language."""

from datetime import date

from django.utils.formats import date_format


def day_text(day: date) -> str:
    """Return `day` as written in the reader's language: 5 September 2023, 2023年9月5日."""
    return date_format(day, "DATE_FORMAT")
