"""The transcript sheet: strict parser, grammar and writer (docs/transcript-sheet.md)."""
