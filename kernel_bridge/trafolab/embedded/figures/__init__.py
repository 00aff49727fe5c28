"""The model card's figures, by plain forward passes of the Hugging Face model and plain PyTorch hooks."""
