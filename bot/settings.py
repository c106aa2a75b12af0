"""
Every setting of the product, each with its sentence: read once at start from the environment and `.env`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.origins import parse_origins
from bot.domain.sla import Sla, parse_targets
from bot.domain.working_hours import WorkingHours, parse_holidays, parse_windows
from bot.errors import SettingsInvalid

if TYPE_CHECKING:
    from collections.abc import Callable


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error
    return name


def _readable_with(read: Callable[[str], object]) -> AfterValidator:
    """
    Accept a text that `read` can read; the setting stays the text, as it is shown in `.env`.
    """

    def check(text: str) -> str:
        read(text)
        return text

    return AfterValidator(check)


class Settings(BaseSettings):
    """
    The settings of one running copilot; the environment wins over `.env`, an empty value means the default.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, frozen=True, extra="forbid"
    )

    data_dir: Path = Field(Path("var"), description="Folder for the database, model, caches and snapshots")
    web_host: str = Field("127.0.0.1", description="Address the web server listens on")
    web_port: int = Field(
        8080, ge=0, le=65535, description="Port the web server listens on; 0 takes a free one"
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+$",
        description="Address people open the desk under; https here makes session cookies Secure",
    )
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="Reverse proxies before the server whose X-Forwarded-For is believed"
    )
    # Not LANGUAGE: desktops set that one for gettext, to values such as "en_US:en".
    interface_language: Literal["ru", "en"] = Field(
        "ru", description="Language of pages, messages and command-line help: ru or en"
    )
    time_zone: Annotated[str, AfterValidator(_known_time_zone)] = Field(
        "Europe/Moscow", description="Time zone of entries' valid days and of working hours"
    )
    embedding_model: str = Field(
        "multilingual-e5-small",
        min_length=1,
        description="Sentence encoder: built-in name, sentence-transformers folder, or cached hub name",
    )
    answer_threshold: float = Field(
        0.5, ge=0, le=1, description="Confidence from which the best candidate is given as the answer"
    )
    shop_name: str | None = Field(
        None, max_length=200, description="Full name of the shop, which a greeting must contain"
    )
    speech_policy: Path | None = Field(
        None, description="Folder with the company's own speech rules and policy.yaml"
    )
    llm_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s?#]+$",
        description="OpenAI-compatible API that may propose wordings, such as http://127.0.0.1:11434/v1",
    )
    llm_model: str | None = Field(
        None, max_length=200, validate_default=True, description="Name of the model at LLM_URL"
    )
    llm_api_key: SecretStr | None = Field(None, description="Key for LLM_URL, sent as a bearer token")
    llm_timeout_seconds: float = Field(
        8.0,
        gt=0,
        le=120,
        description="Seconds that a wording from LLM_URL may take, both attempts together",
    )
    choices_threshold: float = Field(
        0.2, ge=0, le=1, description="Confidence from which the bot offers an entry as perhaps meant"
    )
    burst_quiet_seconds: float = Field(
        2.0, ge=0, le=60, description="Seconds of silence after which the bot answers a customer's messages"
    )
    burst_longest_seconds: float = Field(
        6.0, ge=0, le=300, description="Seconds after which it answers a customer who is still writing"
    )
    working_hours: Annotated[str, _readable_with(parse_windows)] = Field(
        "mon-fri 09:00-21:00, sat-sun 10:00-18:00",
        description="When consultants answer, in TIME_ZONE; mon-sun 00:00-24:00 is always",
    )
    holidays: Annotated[str, _readable_with(parse_holidays)] = Field(
        "", description="Days on which no consultant works, such as 2027-01-01..2027-01-08, 2027-02-23"
    )
    sla_seconds: Annotated[str, _readable_with(parse_targets)] = Field(
        "web=60, telegram=60", description="Longest wait for a person's first word, in seconds by channel"
    )
    conversation_idle_minutes: int = Field(
        60, ge=1, le=60 * 24 * 7, description="Minutes of silence after which an answered conversation ends"
    )
    conversation_reopen_hours: int = Field(
        24, ge=0, le=24 * 90, description="Hours after its end in which a customer's message reopens it"
    )
    chat_origins: Annotated[str, _readable_with(parse_origins)] = Field(
        "",
        description="Sites that may embed the customer chat, such as https://shop.example; ours always may",
    )
    chat_demo: bool = Field(
        default=False, description="Whether /chat/demo shows a made-up shop to try the chat on"
    )
    chat_session_days: int = Field(
        30, ge=1, le=365, description="Days that a customer who stays away is known in the web chat"
    )
    chat_address_sockets: int = Field(
        300, ge=1, le=100_000, description="Chat connections that one network address may hold"
    )
    attachment_megabytes: int = Field(10, ge=1, le=100, description="Largest file taken, in megabytes")
    bot_token: SecretStr | None = Field(
        None, description="Token of the Telegram bot, from @BotFather; without it there is no bot"
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org",
        pattern=r"^https?://[^\s?#]+$",
        description="Bot API server; a local one lifts the limits on files",
    )
    telegram_mode: Literal["polling", "webhook"] = Field(
        "polling", description="How updates come: polling, or webhook at PUBLIC_URL/telegram/webhook"
    )
    telegram_staff_chat: int | None = Field(
        None, description="Group with forum topics in which consultants answer, such as -1001234567890"
    )
    telegram_admin_chat: int | None = Field(None, description="Chat that alarms go to")
    content_dir: Path | None = Field(
        None, description="Content folder that /reload publishes and that uploaded files go into"
    )
    session_hours: int = Field(12, ge=1, le=24 * 30, description="Hours after which a login ends in any case")
    session_idle_minutes: int = Field(
        120, ge=5, le=24 * 60, description="Minutes without a request after which a login ends"
    )
    question_log_days: int = Field(
        90, ge=0, le=3650, description="Days a logged question is kept; 0 keeps none"
    )
    learn_after_picks: int = Field(
        100, ge=0, description="New confirmed picks after which the server learns from them; 0 never does"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log line shown"
    )

    @field_validator("llm_model")
    @classmethod
    def _named_with_its_url(cls, name: str | None, info: ValidationInfo) -> str | None:
        if name is None and info.data.get("llm_url") is not None:
            raise ValueError("LLM_URL needs the name of a model here")
        return name

    @field_validator("bot_token")
    @classmethod
    def _like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and re.fullmatch(r"\d+:[\w-]+", token.get_secret_value()) is None:
            raise ValueError("a token looks like 123456:ABC-def")
        return token

    @field_validator("telegram_mode")
    @classmethod
    def _reachable(cls, mode: str, info: ValidationInfo) -> str:
        if mode == "webhook" and info.data.get("public_url") is None:
            raise ValueError("webhook needs PUBLIC_URL, the address under which Telegram reaches this server")
        return mode

    @classmethod
    def read(cls, env_file: Path | None = Path(".env")) -> Self:
        """
        Read the environment and `env_file`.

        Raises:
            SettingsInvalid: naming every wrong setting at once.
        """
        try:
            return cls(_env_file=env_file)
        except ValidationError as error:
            raise SettingsInvalid(
                [(".".join(map(str, item["loc"])).upper(), item["msg"]) for item in error.errors()]
            ) from error

    @property
    def zone(self) -> ZoneInfo:
        """
        The company's time zone.
        """
        return ZoneInfo(self.time_zone)

    @property
    def hours(self) -> WorkingHours:
        """
        When consultants answer.
        """
        return WorkingHours(parse_windows(self.working_hours), self.zone, parse_holidays(self.holidays))

    @property
    def sla(self) -> Sla:
        """
        How long customers may wait.
        """
        return Sla(parse_targets(self.sla_seconds), self.hours)

    @property
    def attachments_dir(self) -> Path:
        """
        Where files that came with messages stand.
        """
        return self.data_dir / "attachments"

    @property
    def address(self) -> str:
        """
        Where people open the desk.
        """
        return self.public_url or f"http://{self.web_host}:{self.web_port}"

    @property
    def database_path(self) -> Path:
        """
        Where the SQLite database stands.
        """
        return self.data_dir / "copilot.db"

    @property
    def models_dir(self) -> Path:
        """
        Where unpacked and exported encoders stand.
        """
        return self.data_dir / "models"

    @property
    def embeddings_path(self) -> Path:
        """
        Where vectors of texts are kept, so that nothing is encoded twice.
        """
        return self.data_dir / "embeddings.db"

    @property
    def speech_proofs_path(self) -> Path:
        """
        Where it is remembered which speech rule files' examples hold.
        """
        return self.data_dir / "speech-proofs.json"

    @property
    def snapshots_dir(self) -> Path:
        """
        Where published index snapshots stand.
        """
        return self.data_dir / "snapshots"
