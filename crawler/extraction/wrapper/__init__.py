"""Learned templates of one portal: induction, selectors, application."""
