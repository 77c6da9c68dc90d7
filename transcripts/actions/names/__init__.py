"""Actions on names: edit, merge, delete and restore speakers, outlets, topics and series."""
