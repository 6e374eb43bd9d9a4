"""Fetches pages, feeds and sitemaps: the one place of Sayso that opens a connection to a stranger.

What may be reached, how much is read, how long it may take and how often a site is asked are decided here.
"""

from sayso.errors import FetchError
from sayso.fetching.fetched import Fetched
from sayso.fetching.fetcher import Fetcher
from sayso.fetching.options import FetchOptions

__all__ = ["FetchError", "FetchOptions", "Fetched", "Fetcher"]
