"""Changes of a transcript's text and structure; each ends in a revision."""
