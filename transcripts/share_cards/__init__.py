"""Cards: the pictures that social networks show of a page. (OUTPUTS.)

A card has the words of an exchange or a conference in the site's type. It is made once and kept by a digest of its
words, so that a correction makes another one.
"""

from transcripts.share_cards.cards import Card, card_png

__all__ = ["Card", "card_png"]
