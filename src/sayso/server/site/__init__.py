"""A static copy of the reading pages: to put on any host, or to mail, and to open from a folder without a server."""

from sayso.server.site.build import Built, build_site

__all__ = ["Built", "build_site"]
