"""Finds what a person's own code did to the model: weights, flags. Knows nothing of Jupyter."""
