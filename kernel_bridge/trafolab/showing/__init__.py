"""Views as a cell shows them: live while somebody looks, and a picture where nothing runs."""

from .live_view import LiveView

__all__ = ["LiveView"]
