"""Find and replace over many conferences: form, preview, result and undo."""
