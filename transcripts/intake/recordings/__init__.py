"""What recordings leave: captions, transcripts of meeting tools and of recognisers. Each says who speaks, and when."""
