"""What the change forms share: saving, concurrent edits, conflicts, proposals, deletion, presence."""
