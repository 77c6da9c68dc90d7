"""What the lists share: bounded querysets, filters, dates, worklists."""
