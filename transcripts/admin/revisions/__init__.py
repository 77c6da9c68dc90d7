"""History, proposals and revision notes of a conference."""
