"""Edges, circuits, and how faithful these are."""
