"""Find and replace over many conferences: the form, the preview with its ticks, the outcome and the undoing."""
