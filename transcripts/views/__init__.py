"""The readers' pages, one module per noun: fetch, shape, render. (DOORS: imports listing, search and models.)"""
