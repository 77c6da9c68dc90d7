"""Pages for reuse elsewhere: files, citations, cards, embeds, sitemaps, bulk data."""
