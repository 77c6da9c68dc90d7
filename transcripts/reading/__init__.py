"""Documents, checklists and suggestions, read from the records. (READING: imports models and below; writes nothing.)"""
