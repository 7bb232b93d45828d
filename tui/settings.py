"""What the command line and the environment ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_PROFILE = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the explorer is to run; options win over the environment.

    The variables are those of the official CLI, so that its users have them already.

    Attributes:
        api_host: Host or URL of the API.
        api_key_file: A file that holds the key.
        environment_id: The environment, which the API's header calls instance.
        filter_text: The filter line at the start.
        instance_id: The instance to open at the start.
        read_only: Whether every write is refused.
        demo: Whether to explore the built-in sandbox, in memory.
        profile: What keyring entries and loaded data are kept under.
    """

    api_host: str
    api_key_file: Path | None = None
    environment_id: str | None = None
    filter_text: str = ""
    instance_id: str | None = None
    read_only: bool = False
    demo: bool = False
    profile: str = DEFAULT_PROFILE

    @classmethod
    def from_options(
        cls,
        environ: Mapping[str, str],
        *,
        api_host: str | None = None,
        api_key_file: Path | None = None,
        environment_id: str | None = None,
        filter_text: str = "",
        instance_id: str | None = None,
        read_only: bool = False,
        demo: bool = False,
    ) -> Settings:
        """Return the settings that the options and `environ` mean together."""
        return cls(
            api_host=api_host or environ.get("METORIAL_API_HOST") or "https://api.metorial.com",
            api_key_file=api_key_file,
            environment_id=environment_id or environ.get("METORIAL_INSTANCE_ID") or None,
            filter_text=filter_text,
            instance_id=instance_id,
            read_only=read_only,
            demo=demo,
        )
