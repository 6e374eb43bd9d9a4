"""One file for each format that a store can be exported to; `sayso.formats.export` lists them."""
