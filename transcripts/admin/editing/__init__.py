"""Change forms: saving, concurrent edits, conflicts, proposals, deletion, presence."""
