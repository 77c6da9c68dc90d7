"""Words in the search: vocabulary, spelling, prefixes, dates, offices."""
