"""Filters of lists: their table, form, options, facets and queries."""
