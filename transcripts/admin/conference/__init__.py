"""The conference's form and the pages that open from it, one page a module."""
