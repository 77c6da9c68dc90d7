"""What narrows a list: filters, their form, options, facets and the queries behind them."""
