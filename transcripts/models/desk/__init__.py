"""Rows that only editors see: imports, merges, comments, previews, sessions."""
