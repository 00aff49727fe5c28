"""Experiments over a whole set of prompt pairs."""
