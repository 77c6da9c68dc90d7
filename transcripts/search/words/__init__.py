"""What words mean to the search: the vocabulary, spelling, prefixes, dates, offices."""
