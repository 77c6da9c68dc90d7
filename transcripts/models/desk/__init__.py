"""Rows that only the desk sees: imports, merges, comments, previews, sessions."""
