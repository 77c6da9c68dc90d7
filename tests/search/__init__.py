"""The search: what is indexed, found, marked; the same on both databases."""
