"""The kernel's Jupyter end: comms, cells, and what they let a person do to the model unasked."""
