"""The pages of lists: conferences, names, a search, corrections, the calendar, numbers, and lists as files."""
