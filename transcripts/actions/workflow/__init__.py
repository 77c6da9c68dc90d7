"""A conference's life around its text: states, checklist, trash, attachments, comments, presence."""
