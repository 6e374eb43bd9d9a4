"""Reads web pages: the article's own text, its metadata as the page states them, and what was left out, listed."""

from sayso.readers.html.article import Article, NoArticle, extract_article
from sayso.readers.html.page import declared_encoding, decode_page, page_document, read_html_file

__all__ = [
    "Article",
    "NoArticle",
    "declared_encoding",
    "decode_page",
    "extract_article",
    "page_document",
    "read_html_file",
]
