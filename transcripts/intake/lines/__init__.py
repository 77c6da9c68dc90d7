"""A page's lines: numbered, joined into paragraphs, freed of the page's frame."""
