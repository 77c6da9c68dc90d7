"""Actions around a conference's text: states, record status, trash, attachments, comments, presence."""
