"""Names and roles as pages print them."""
