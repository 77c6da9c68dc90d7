"""The desk of a running transcript: made for speed, with the keyboard alone, and as ordinary forms without scripts."""
