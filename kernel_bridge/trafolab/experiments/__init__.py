"""What a person finds out by changing one thing after the other."""
