"""What the readers' templates say in a word of their own."""
