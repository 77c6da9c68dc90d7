"""Recordings in the admin: the times of a transcript's paragraphs."""
