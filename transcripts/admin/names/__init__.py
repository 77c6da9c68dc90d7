"""Speakers, outlets, topics and series: forms, history, merging, duplicates, tables."""
