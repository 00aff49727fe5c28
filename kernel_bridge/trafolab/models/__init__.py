"""Opening models and knowing what they are. Needs torch and transformer_lens."""
