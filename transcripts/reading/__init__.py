"""What the records hold: documents, checklists, suggestions. (READING: imports models and below; writes nothing.)"""
