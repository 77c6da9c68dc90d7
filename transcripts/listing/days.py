"""Days in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


def say_day(day: date) -> str:
    """Return `day` as the reader writes it: 5 September 2023, 2023年9月5日."""
    return date_format(day, "j F Y" if (get_language() or "en").startswith("en") else "DATE_FORMAT")
