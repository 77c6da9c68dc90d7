"""Transcripts made from recordings: captions, and files of meeting tools and recognisers."""
