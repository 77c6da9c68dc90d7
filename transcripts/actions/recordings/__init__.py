"""The times of paragraphs in the recording."""
