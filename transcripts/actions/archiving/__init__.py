"""The whole site as one file, and back: what goes in, how it is written, how it is read. (A room of the actions.)"""
