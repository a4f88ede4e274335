"""The settings, read once from the environment and .env. .env.example lists each; a test compares the two."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embed import DEFAULT_MODEL


class LogLevel(StrEnum):
    """How much goes to stderr beside the sentences for a person."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"

    @classmethod
    def _missing_(cls, value: object) -> LogLevel | None:
        return cls.__members__.get(str(value).strip().upper())


class Settings(BaseSettings):
    """``data``: the folder of the catalog. ``embedding_model``: a sentence-transformers name or folder. ``least_confidence``: the
    probability under which a question is refused (`bot.answer.LEAST_CONFIDENCE`). An empty value is no value."""

    model_config = SettingsConfigDict(env_prefix="BRIEFBOT_", env_file=".env", env_ignore_empty=True, extra="ignore")

    data: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "briefbot")
    embedding_model: str = DEFAULT_MODEL
    least_confidence: float = Field(default=0.32, ge=0, le=1)
    log_level: LogLevel = LogLevel.WARNING
