"""The exchange's form, its turns, and their lists."""
