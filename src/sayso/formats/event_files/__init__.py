"""Event data in the files of others: writes events as GDELT, ICEWS, POLECAT, Phoenix and PLOVER do, and reads theirs.

Each writer takes a store, the filters of `sayso events` and a path, which may be a folder, and gives the number of rows
by the name of the file. Those of formats that Sayso imports take `coding` too, an imported coding to write again as it
came. What breaks off leaves half a file: `sayso.formats.export`, which lists them, sees to it that nobody meets one.
"""
