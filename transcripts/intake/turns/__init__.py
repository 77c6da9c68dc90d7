"""Turns and exchanges, made from labelled lines."""
