"""URLs: parsing as browsers do, canonicalization, tracking parameters, hosts."""
