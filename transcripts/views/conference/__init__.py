"""The pages of one conference: exchanges, all of it, versions, attachments, links to its parts, previews."""
