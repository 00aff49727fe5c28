"""Estimates by gradients."""
