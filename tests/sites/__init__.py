"""Sites for tests: one per platform, with the quirks seen on real ones."""
