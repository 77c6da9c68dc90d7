"""What others take along: files, citations, cards, embeds, sitemaps, the bulk data."""
