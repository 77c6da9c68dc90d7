"""Find and replace over many conferences."""
