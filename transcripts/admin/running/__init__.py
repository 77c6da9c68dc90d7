"""The page on which a running transcript is written: by keyboard, or as plain forms without scripts."""
