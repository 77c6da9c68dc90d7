"""Readers of the lines over the first turn: title, dates, venue, lists of participants."""
