"""Sites for tests: one per platform, with the quirks that were seen on real ones."""
