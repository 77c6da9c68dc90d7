"""From parsed files to conferences."""
