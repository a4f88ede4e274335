"""The JSON that each verb promises, as JSON schemas: what other programs may lean on. Nothing beside these fields is printed."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NATURAL: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SHARE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
DAY_OR_NULL: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d$"}


def fields(properties: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """An object with exactly these fields, and perhaps the ``optional`` ones."""
    return {"type": "object", "properties": properties | (optional or {}), "required": list(properties), "additionalProperties": False}


def list_of(item: Schema) -> Schema:
    """An array of such items."""
    return {"type": "array", "items": item}


AMENDMENT = fields({"field": TEXT, "before": TEXT_OR_NULL, "after": TEXT_OR_NULL, "by": TEXT, "at": TEXT})
WITHDRAWN: Schema = {"oneOf": [{"type": "null"}, fields({"seen": TEXT, "reason": TEXT})]}
_PROVENANCE = {
    "outlet_named_by": {"enum": ["page", "adder", "editor", "nobody"]},
    "amendments": list_of(AMENDMENT),
    "withdrawn": WITHDRAWN,
    "corrected_by": list_of(TEXT),
    "corrects": list_of(TEXT),
}
PROVENANCE: Schema = {
    "oneOf": [
        fields({"how": {"const": "added"}, **_PROVENANCE}),
        fields({"how": {"const": "fetched"}, "url": TEXT, "domain": TEXT, "charset": TEXT_OR_NULL, **_PROVENANCE}),
        fields(
            {
                "how": {"const": "forwarded"},
                "chat": TEXT_OR_NULL,
                "sent": TEXT,
                "username": TEXT_OR_NULL,
                "message_id": {"type": ["integer", "null"]},
                "signature": TEXT_OR_NULL,
                **_PROVENANCE,
            }
        ),
    ]
}
ALSO_IN = fields({"doc_id": TEXT, "outlet": TEXT_OR_NULL, "published": DAY_OR_NULL, "paragraph": NATURAL})
QUOTE = fields(
    {
        "text": {"type": "string", "minLength": 1},
        "doc_id": TEXT,
        "revision": {"type": "integer", "minimum": 1},
        "paragraph": NATURAL,
        "start": NATURAL,
        "end": NATURAL,
        "speaker": TEXT_OR_NULL,
        "role": TEXT_OR_NULL,
        "kind": TEXT_OR_NULL,
        "stance": TEXT_OR_NULL,
        "anonymous": {"type": ["boolean", "null"]},
        "via": TEXT_OR_NULL,
        "signature": TEXT,
        "outlet": TEXT_OR_NULL,
        "authors": list_of(TEXT),
        "published": DAY_OR_NULL,
        "title": TEXT,
        "url": TEXT_OR_NULL,
        "score": SHARE,
        "also_in": list_of(ALSO_IN),
        "provenance": {"oneOf": [{"type": "null"}, PROVENANCE]},
    },
    {"page": {"type": "integer", "minimum": 1}},
)
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
ITEM = fields(
    {
        "text": {"type": "string", "minLength": 1},
        "low": NUMBER_OR_NULL,
        "high": NUMBER_OR_NULL,
        "qualifier": TEXT_OR_NULL,
        "speaker": TEXT_OR_NULL,
        "published": DAY_OR_NULL,
        "as_of": TEXT_OR_NULL,
        "quote": QUOTE,
    }
)
GROUP = fields(
    {
        "heading": TEXT,
        "quantity": TEXT,
        "other": {"type": "boolean"},
        "relation": {"enum": ["single", "agree", "differ", "updated"]},
        "items": {"type": "array", "items": ITEM, "minItems": 1},
    }
)
INDEX = fields({"model": TEXT, "documents": NATURAL, "passages": NATURAL, "pending": NATURAL, "generation": NATURAL})
_ANSWER = {
    "question": TEXT,
    "answered": {"type": "boolean"},
    "reason": {"enum": [None, "empty-question", "no-sources", "not-in-sources", "no-figure", "could-not-be-searched", "withheld"]},
    "confidence": SHARE,
    "quotes": list_of(QUOTE),
    "first_screen": NATURAL,
    "figures": list_of(GROUP),
    "disputes": list_of(fields({"quote": QUOTE, "disputes": QUOTE})),
    "nearest": list_of(QUOTE),
    "index": INDEX,
    "took_ms": {"type": "number", "minimum": 0},
}
ASK = fields(_ANSWER)
ASK_LINE = fields({"qid": {}, **_ANSWER})

HIT = fields({"doc_id": TEXT, "paragraph": NATURAL, "start": NATURAL, "end": NATURAL, "text": TEXT, "score": SHARE, "confidence": SHARE})
SEARCH = list_of(HIT)
SEARCH_LINE = fields({"qid": {}, "hits": list_of(HIT)})

FIGURE = fields(
    {
        "start": NATURAL,
        "end": NATURAL,
        "text": {"type": "string", "minLength": 1},
        "low": NUMBER_OR_NULL,
        "high": NUMBER_OR_NULL,
        "approximate": {"type": "boolean"},
        "qualifier": TEXT_OR_NULL,
        "unit": TEXT_OR_NULL,
        "quantity": {"type": "string", "pattern": r"^[a-z]+(: |$)"},
        "as_of": {"type": ["string", "null"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
        "speaker": TEXT_OR_NULL,
    }
)
FIGURES = fields({"doc_id": TEXT, "figures": list_of(FIGURE)})

NATURAL_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}
_CHECK = {
    "verdict": {"enum": ["verbatim", "altered", "misattributed", "not-found", "too-short"]},
    "text": TEXT_OR_NULL,
    "doc_id": TEXT_OR_NULL,
    "start": NATURAL_OR_NULL,
    "end": NATURAL_OR_NULL,
    "speaker": TEXT_OR_NULL,
    "diff": list_of(
        fields(
            {
                "change": {"enum": ["same", "around", "number", "negation", "qualifier", "quantity", "name", "word", "mark", "stitched"]},
                "source": TEXT,
                "pasted": TEXT,
            }
        )
    ),
    "nearest": list_of(fields({"text": TEXT, "doc_id": TEXT, "start": NATURAL, "end": NATURAL})),
}
CHECK = fields({**_CHECK, "parts": list_of(fields({"pasted": TEXT, **_CHECK}))})
CHECK_LINE = fields({"qid": {}, **_CHECK, "parts": list_of(fields({"pasted": TEXT, **_CHECK}))})

TAKEN_IN = fields({"source": TEXT, "doc_id": TEXT, "notes": list_of(TEXT)})
ADD = fields(
    {"added": list_of(TAKEN_IN), "unchanged": list_of(TAKEN_IN), "revised": list_of(TAKEN_IN), "failed": list_of(fields({"source": TEXT, "reason": TEXT}))}
)

_EXTRACTED = {
    "title": TEXT,
    "outlet": TEXT_OR_NULL,
    "authors": list_of(TEXT),
    "date": DAY_OR_NULL,
    "url": TEXT_OR_NULL,
    "language": TEXT_OR_NULL,
    "paragraphs": list_of(TEXT),
}
_PAGES = {"pages": list_of({"type": "integer", "minimum": 1})}
EXTRACT = fields(_EXTRACTED, _PAGES)
EXTRACT_LINE: Schema = {"oneOf": [fields({"page_id": {}, **_EXTRACTED}, _PAGES), fields({"page_id": {}, "error": TEXT})]}

SHOW = fields(
    {
        "doc_id": TEXT,
        "revision": {"type": "integer", "minimum": 1},
        "title": TEXT,
        "outlet": TEXT_OR_NULL,
        "authors": list_of(TEXT),
        "published": DAY_OR_NULL,
        "url": TEXT_OR_NULL,
        "language": TEXT_OR_NULL,
        "provenance": PROVENANCE,
        "text": TEXT,
        "paragraphs": list_of(fields({"paragraph": NATURAL, "start": NATURAL, "end": NATURAL, "text": TEXT}, {"page": {"type": "integer", "minimum": 1}})),
    }
)
SOURCES = list_of(fields({"doc_id": TEXT, "title": TEXT, "outlet": TEXT_OR_NULL, "published": DAY_OR_NULL, "paragraphs": NATURAL, "provenance": PROVENANCE}))
REMOVE = fields({"removed": TEXT})
REINDEX = fields({"analysed": NATURAL, "embedded": NATURAL, "vectors": NATURAL, "attributed": NATURAL})
SPANS = list_of({"type": "array", "items": NATURAL, "minItems": 2, "maxItems": 2})
ATTRIBUTION = fields(
    {
        "content": {**SPANS, "minItems": 1},
        "cue": SPANS,
        "source": SPANS,
        "speaker": TEXT_OR_NULL,
        "role": TEXT_OR_NULL,
        "kind": {"enum": ["direct", "indirect", "mixed"]},
        "stance": {"enum": ["asserts", "denies", "doubts", "estimates", "reports-other"]},
        "anonymous": {"type": "boolean"},
        "via": TEXT_OR_NULL,
        "confidence": SHARE,
    }
)
STATEMENTS = fields({"doc_id": TEXT, "attributions": list_of(ATTRIBUTION)})
VERIFY = fields(
    {
        "ok": {"type": "boolean"},
        "checked": fields({"revisions": NATURAL, "passages": NATURAL, "vectors": NATURAL, "snapshots": NATURAL}),
        "faults": list_of(TEXT),
        "notes": list_of(TEXT),
    }
)
BACKUP = fields({"file": TEXT, "bytes": NATURAL})
RESTORE = fields({"restored": TEXT, "kept": TEXT_OR_NULL})
DOCTOR = fields({"ok": {"type": "boolean"}, "checks": list_of(fields({"name": TEXT, "ok": {"type": "boolean"}, "detail": TEXT, "advice": TEXT_OR_NULL}))})
EVAL = fields(
    {
        "questions": NATURAL,
        "scored": NATURAL,
        **{f"{unit}_{figure}": SHARE_OR_NULL for unit in ("paragraph", "document") for figure in ("hit@1", "hit@3", "hit@5", "hit@10", "mrr@10")},
        "refusal_auroc": SHARE_OR_NULL,
        "median_ms": {"type": ["number", "null"], "minimum": 0},
        "p95_ms": {"type": ["number", "null"], "minimum": 0},
    }
)
