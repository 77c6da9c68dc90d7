"""Change lists: bounded querysets, filters, dates, worklists."""
