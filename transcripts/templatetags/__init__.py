"""Template tags and filters of the readers' templates."""
