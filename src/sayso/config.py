"""Settings of a run: a TOML file, then the environment (SAYSO_…), then the command line; the later overrules."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnreadableSetting

from sayso.errors import SettingsError
from sayso.fetching.options import FetchOptions
from sayso.models.spacy_pipeline import DEFAULT_MODEL

DEFAULT_FILE = "sayso.toml"


class Settings(BaseSettings):
    """What a run can be told. Each field may stand in sayso.toml, in the environment as SAYSO_FIELD, or be passed."""

    model_config = SettingsConfigDict(env_prefix="SAYSO_", extra="forbid", frozen=True)

    model: str = Field(DEFAULT_MODEL, description="The spaCy pipeline that parses: a package name or a folder.")
    codebook: Path | None = Field(None, description="A folder with a codebook of your own; PLOVER 2.0 where None.")
    cues: Path | None = Field(None, description="A table of cues of your own, on top of the built-in ones.")
    facts: tuple[Path, ...] = Field(
        (), description="Files of your own with people, offices, organisations and names, on top of the built-in ones."
    )
    max_characters: int = Field(1_000_000, gt=0, description="A document with more characters than this is refused.")
    extra_stages: tuple[str, ...] = Field(
        (), description="Stages of your own to run last, by import path: package.module:Class."
    )
    fetch_allow: tuple[str, ...] = Field(
        (), description="Hosts and networks that may be fetched from though they are not public: 10.1.0.0/16."
    )
    fetch_contact: str | None = Field(None, description="A page or address of yours that the user agent names.")
    fetch_delay: float = Field(1.0, ge=0, description="Seconds between two requests to one host.")
    fetch_seconds: float = Field(30.0, gt=0, description="The longest that one request may take.")
    fetch_max_bytes: int = Field(10_000_000, gt=0, description="A page with more bytes than this, unpacked, is left.")
    server_user_header: str | None = Field(
        None, description="The header in which a reverse proxy names who has logged in, such as X-Remote-User."
    )
    server_proxies: tuple[str, ...] = Field(
        ("127.0.0.1", "::1"), description="The addresses of proxies whose header is believed."
    )
    server_seconds: float = Field(10.0, gt=0, description="The longest that one request may ask the store.")

    _file: ClassVar[Path | None] = None

    @field_validator("facts", "fetch_allow", "server_proxies", mode="before")
    @classmethod
    def one_or_several(cls, given: Any) -> Any:
        """A single file need not be written as a list."""
        return (given,) if isinstance(given, str | Path) else given

    @property
    def fetching(self) -> FetchOptions:
        """How far fetching may go."""
        return FetchOptions(
            allow=self.fetch_allow,
            contact=self.fetch_contact,
            delay=self.fetch_delay,
            seconds=self.fetch_seconds,
            max_bytes=self.fetch_max_bytes,
        )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Passed values first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, cls._file)


def load_settings(file: Path | None = None, **passed: Any) -> Settings:
    """The settings of a run; values of `passed` that are None count as not given.

    `file` defaults to SAYSO_CONFIG, else to sayso.toml in the working folder where there is one.
    """
    given = file or (Path(os.environ["SAYSO_CONFIG"]) if os.environ.get("SAYSO_CONFIG") else None)
    if given and not given.is_file():
        raise SettingsError(f"{given}: no such settings file. Name an existing TOML file, or leave the option out.")
    path = given or (Path(DEFAULT_FILE) if Path(DEFAULT_FILE).is_file() else None)
    try:
        return settings_from(path)(**{name: value for name, value in passed.items() if value is not None})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML in UTF-8: {error}. Mend the line or remove the file.") from error
    except ValidationError as error:
        raise SettingsError(explain(error, path)) from error
    except UnreadableSetting as error:
        raise SettingsError(f'{error}. In the environment a list is written as JSON, such as ["a:B"].') from error


@cache
def settings_from(path: Path | None) -> type[Settings]:
    """The settings class that reads this file; one class a file, so that equal settings compare equal."""

    class FromFile(Settings):
        _file = path

    return FromFile


def explain(error: ValidationError, path: Path | None) -> str:
    """The first problem as a sentence, with the settings there are where one is unknown."""
    problem = error.errors()[0]
    name = ".".join(str(part) for part in problem["loc"])
    where = f" (from {path}, the environment or the command line)" if path else ""
    if problem["type"] == "extra_forbidden":
        return f"Unknown setting {name!r}{where}. Known are: {', '.join(Settings.model_fields)}."
    return f"Setting {name!r}{where}: {problem['msg']}; got {problem['input']!r}."
