"""Clues: small named functions, each with a weight, by which the loose parser weighs what a page leaves unsaid.

`of_labels` weighs whether a line's opening is a speaker's label, `of_voices` whether a label asks, answers or leads.
A clue knows nothing of the others. docs/intake.md has the tables.
"""
