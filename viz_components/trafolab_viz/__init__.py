"""The widget that shows one view in a notebook's cell. It knows nothing of laboratories and models: whoever
has one of these tells it what to show, and answers what it asks."""

from .view_widget import ViewWidget, is_built

__all__ = ["ViewWidget", "is_built"]
