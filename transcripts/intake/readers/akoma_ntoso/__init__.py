"""Akoma Ntoso: a debate in XML. `reader` makes a transcript of it, `meta` reads its people, `words` accounts for it."""
