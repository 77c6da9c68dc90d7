"""From labelled lines to turns and exchanges."""
