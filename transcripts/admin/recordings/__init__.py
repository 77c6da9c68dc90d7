"""The recording of a conference at the desk: when its paragraphs are spoken."""
