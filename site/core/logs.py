"""Structured logs: one JSON object a line, without query strings, addresses or anything typed by a person."""

import json
import logging
import re
from datetime import UTC, datetime

_QUERY = re.compile(r"\?\S*")
# In an address of the web the @ may be written as %40. Bounded, so that a long path costs no time.
_EMAIL = re.compile(r"[^\s@<>\"'/=]{1,64}(?:@|%40)[^\s@<>\"'/=]{1,190}\.[^\s@<>\"'/=]{1,64}")
_TOKEN = re.compile(r"(/aanvragen/open/)[^/\s]+")


def scrub(text: str) -> str:
    """Return the text without query strings, e-mail addresses and access tokens."""
    text = _TOKEN.sub(r"\1[link]", text)
    text = _EMAIL.sub("[e-mail]", text)
    return _QUERY.sub("", text)


class JsonFormatter(logging.Formatter):
    """Format a record as one line of JSON: time (UTC), level, logger, message and the type of an error."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        status = getattr(record, "status_code", None)
        if status is not None:
            entry["status"] = status
        if record.exc_info and record.exc_info[0] is not None:
            # The text of an exception can hold what somebody typed; its place in the code cannot.
            entry["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            frames = []
            while trace is not None:
                code = trace.tb_frame.f_code
                frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
                trace = trace.tb_next
            entry["trace"] = frames[-8:]
        return json.dumps(entry, ensure_ascii=False)
