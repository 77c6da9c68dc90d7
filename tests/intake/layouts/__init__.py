"""A generator of pages: random conferences, laid out in random ways, with their right values."""
