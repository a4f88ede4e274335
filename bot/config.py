"""The settings, read once from the environment and .env. .env.example lists each; a test compares the two."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.embed import DEFAULT_MODEL
from index.rerank import SHIPPED
from sources.parser import DEFAULT_PARSER

EVERYBODY = "*"
TELEGRAM = "https://api.telegram.org"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_SEPARATORS = re.compile(r"[,;\s]+")


class LogLevel(StrEnum):
    """How much goes to stderr beside the sentences for a person."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"

    @classmethod
    def _missing_(cls, value: object) -> LogLevel | None:
        return cls.__members__.get(str(value).strip().upper())


class LogFormat(StrEnum):
    """``console``: lines for a person. ``json``: one object a line."""

    CONSOLE = "console"
    JSON = "json"

    @classmethod
    def _missing_(cls, value: object) -> LogFormat | None:
        return cls.__members__.get(str(value).strip().upper())


def _telegram(name: str) -> AliasChoices:
    """The names of a setting that is Telegram's and so has no BRIEFBOT_ before it; the second is for code."""
    return AliasChoices(name.upper(), name)


class Settings(BaseSettings):
    """``data``: the folder of the catalog. ``embedding_model``: a sentence-transformers name or folder.
    ``reranker_model``: `index.rerank.SHIPPED`, a CrossEncoder's name or folder, or none. ``parser_model``: an installed
    spaCy model or a folder. ``least_confidence``: the probability under which a question is refused (`bot.answer.LEAST_CONFIDENCE`).
    An empty value is no value.

    ``admins``: user ids. ``allowed_chats``: ids of chats and people, or ``*``; none: only admins and those they let in.
    ``private_hosts``: names of hosts of one's own network that may be fetched from, with or without a port.
    ``webhook_listen``: host:port; None: that of a loopback ``webhook_url``, else 127.0.0.1:8080.
    ``health_listen``: host:port of this machine; None: no health pages. ``backup_folder``: None: no backups on a schedule;
    ``backup_hours`` between two, ``backup_keep`` of them stay.
    """

    model_config = SettingsConfigDict(env_prefix="BRIEFBOT_", env_file=".env", env_ignore_empty=True, extra="ignore")

    telegram_bot_token: SecretStr | None = Field(default=None, validation_alias=_telegram("telegram_bot_token"))
    telegram_api_url: str = Field(default=TELEGRAM, validation_alias=_telegram("telegram_api_url"))
    data: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "briefbot")
    embedding_model: str = DEFAULT_MODEL
    reranker_model: str = SHIPPED
    admins: Annotated[tuple[int, ...], NoDecode] = ()
    allowed_chats: Annotated[tuple[int | str, ...], NoDecode] = ()
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_listen: str | None = None
    private_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    health_listen: str | None = None
    backup_folder: Path | None = None
    backup_hours: float = Field(default=24, gt=0, le=24 * 366)
    backup_keep: int = Field(default=7, ge=1, le=1000)
    parser_model: str = DEFAULT_PARSER
    least_confidence: float = Field(default=0.36, ge=0, le=1)
    log_level: LogLevel = LogLevel.WARNING
    log_format: LogFormat = LogFormat.CONSOLE

    @field_validator("admins", mode="before")
    @classmethod
    def _admins(cls, value: object) -> object:
        return _ids(value, "12345 67890") if isinstance(value, str) else value

    @field_validator("allowed_chats", mode="before")
    @classmethod
    def _allowed(cls, value: object) -> object:
        if isinstance(value, str) and value.strip() == EVERYBODY:
            return (EVERYBODY,)
        return _ids(value, "12345 -1001234567890, or * for everybody") if isinstance(value, str) else value

    @field_validator("private_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        hosts = tuple(word.lower() for word in _SEPARATORS.split(value.strip()) if word)
        if any(not _HOST.fullmatch(host) for host in hosts):
            raise ValueError("write hosts, with a port where only that one is meant, such as intranet.example 192.168.0.7:8080")
        return hosts

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^\s/]+", value):
            raise ValueError("write an address that begins with https:// (or http:// on this machine)")
        return value.rstrip("/") if value else value

    @field_validator("webhook_listen")
    @classmethod
    def _listen(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[^\s:]+:\d{1,5}", value):
            raise ValueError("write host:port, for example 127.0.0.1:8080")
        return value

    @field_validator("health_listen")
    @classmethod
    def _on_this_machine(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d{1,5}", value):
            raise ValueError("write an address of this machine itself, for example 127.0.0.1:9464")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("Telegram allows 1 to 256 letters, digits, _ and - in it")
        return value

    @property
    def token(self) -> str | None:
        """The bot's token, in clear."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What never reaches a log."""
        return tuple(secret.get_secret_value() for secret in (self.telegram_bot_token, self.webhook_secret) if secret)


def setting_name(field: str) -> str:
    """What a field is called in the environment."""
    return field.upper() if field.lower().startswith("telegram_") else f"BRIEFBOT_{field.upper()}"


def _ids(value: str, example: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in _SEPARATORS.split(value.strip()) if word)
    except ValueError as error:
        raise ValueError(f"write ids, which are numbers, such as {example}") from error
