"""Speakers, outlets, topics and series: found, made, merged, restored."""
