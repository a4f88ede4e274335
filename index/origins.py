"""How a source arrived, as the catalog keeps it: `sources.model.Origin` <-> JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from sources.model import Added, Fetched, Forwarded, Origin

_NAMES: dict[str, type[Origin]] = {"added": Added, "fetched": Fetched, "forwarded": Forwarded}


def origin_fields(origin: Origin) -> dict[str, Any]:
    """``how`` ("added", "fetched", "forwarded") and what is known besides, in JSON's own types."""
    how = next(name for name, kind in _NAMES.items() if isinstance(origin, kind))
    return {"how": how} | {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(origin).items()}


def written_origin(origin: Origin) -> str:
    return json.dumps(origin_fields(origin), ensure_ascii=False)


@lru_cache(maxsize=4096)
def read_origin(written: str) -> Origin:
    """ValueError, KeyError or TypeError when it is not what `written_origin` wrote."""
    fields = json.loads(written)
    kind = _NAMES[fields.pop("how")]
    if "sent" in fields:
        fields["sent"] = datetime.fromisoformat(fields["sent"])
    return kind(**fields)
