"""Actions that import: from parsed files to conferences."""
