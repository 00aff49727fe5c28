"""What a look consists of: its basis, what is read of the model, and what of a laboratory has a name."""
