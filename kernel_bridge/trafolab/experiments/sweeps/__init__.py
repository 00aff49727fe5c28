"""Sweeps: one place after the other is changed."""
