"""What lists of search results show: passages, the turns they are in, links into recordings."""
