"""What readers leave with the site: alerts that they ask for, mistakes that they report."""
