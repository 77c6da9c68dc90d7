"""The readers' pages, one noun a module: fetch, shape, render. (DOORS: imports listing, search and models.)"""
