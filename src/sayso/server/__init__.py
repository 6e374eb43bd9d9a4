"""The web server: pages to look at a store, and the same answers as JSON and CSV under /api."""

from sayso.server.app import create_app
from sayso.server.options import ServerOptions

__all__ = ["ServerOptions", "create_app"]
