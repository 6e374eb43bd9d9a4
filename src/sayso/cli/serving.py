"""`sayso serve`: pages to look at a store, and its API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.cli.common import ConfigFile, StorePath, complain, settings_of

HOST, PORT = "127.0.0.1", 8000


def serve(
    store: StorePath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = PORT,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; other machines need the token.")
    ] = HOST,
    token: Annotated[
        str | None,
        typer.Option(envvar="SAYSO_TOKEN", metavar="WORDS", help="The token for writing; made anew where left out."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name by which the server is addressed. Repeatable.")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the pages in a browser.")] = False,
    config: ConfigFile = None,
) -> None:
    """Serve pages to look at a store, and its API, on this machine."""
    import socket

    import uvicorn

    from sayso.errors import SettingsError
    from sayso.server import ServerOptions, create_app
    from sayso.server.options import new_token

    settings = settings_of(config)
    options = ServerOptions(
        host=host,
        hosts=tuple(allow_host or ()),
        user_header=settings.server_user_header,
        proxies=settings.server_proxies,
        seconds=settings.server_seconds,
        token=token or new_token(),
    )
    app = create_app(store if "://" in store else Path(store), options)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Else the end of each answer waits until the browser has confirmed its beginning: 40 milliseconds.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        problem = f"{host}:{port}: {error.strerror}. Give another --port, or --port 0 for a free one."
        raise SettingsError(problem) from error
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}/"
    typer.echo(f"{app.state.stores.title} at {address}?token={options.token}")
    complain("the token in this address lets one write; without it one can only look. Ctrl+C ends it.")
    if open_browser:
        typer.launch(f"{address}?token={options.token}")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False))
    server.run(sockets=[listening])
