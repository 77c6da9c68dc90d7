"""Importing a transcript: upload, preview, confirm."""
