"""The merging of two documents that have changed: three ways, imports, layouts."""
