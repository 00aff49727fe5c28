"""Sums that several views read. What is here may import torch; a look leads to each."""
