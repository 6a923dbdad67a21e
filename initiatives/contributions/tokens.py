"""The secrets in the links of our e-mails. Each is good for one purpose and for some days.

A link holds numbers only: no address and no name. It is tied to the address that it was mailed to, so that it
stops working when that address no longer belongs to the initiative. Nothing is kept on the server:

- what is proposed with a link to change gets the number that is in the link, and a number is used once;
- the answers of the yearly check are tied to the day on which we asked, and an answer ends that asking.
"""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.core import signing
from django.utils.crypto import salted_hmac

_LONGEST = 400
#: Days, for who wants to know what a link was for, however old it is.
FOR_EVER = 36_500


class Purpose(StrEnum):
    """What a link is good for. Each has a salt of its own: a link for one opens no other."""

    CONFIRM = "confirm"
    CHANGE = "change"
    STILL_RIGHT = "still-right"
    GONE = "gone"


class BadLink(Exception):
    """The link was not made by us, or for something else."""


class ExpiredLink(BadLink):
    """The link was ours, and is too old."""


@dataclass(frozen=True)
class OwnerLink:
    """What a link to an initiative says."""

    page_id: int
    fingerprint: str
    #: the number of the proposal that is made with it, for a link to change
    proposal_id: uuid.UUID | None = None
    #: the day on which we asked, for an answer to the yearly check
    asked_on: date | None = None

    def address(self, *addresses: str) -> str:
        """Return which of the addresses the link was mailed to, or an empty string."""
        return next((a for a in addresses if a and hmac.compare_digest(fingerprint(a), self.fingerprint)), "")


def fingerprint(address: str) -> str:
    """Return what an address is recognised by; it cannot be turned back into the address."""
    digest = salted_hmac("initiatives.contributions.address", address.strip().lower(), algorithm="sha256")
    return str(digest.hexdigest()[:24])


def confirm_token(proposal_id: uuid.UUID) -> str:
    """Return the secret that confirms an address."""
    return _sign(Purpose.CONFIRM, [proposal_id.hex])


def change_token(page_id: int, address: str) -> str:
    """Return a new secret with which one change can be proposed."""
    return _sign(Purpose.CHANGE, [page_id, fingerprint(address), uuid.uuid4().hex])


def answer_token(purpose: Purpose, page_id: int, address: str, asked_on: date) -> str:
    """Return the secret for an answer to the question that was asked on a day."""
    return _sign(purpose, [page_id, fingerprint(address), asked_on.isoformat()])


def read_confirm(token: str, days: int) -> uuid.UUID:
    """Return the number of the proposal. Raises ExpiredLink or BadLink."""
    values = _read(Purpose.CONFIRM, token, days)
    try:
        return uuid.UUID(hex=values[0])
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise BadLink from error


def read_owner(purpose: Purpose, token: str, days: int) -> OwnerLink:
    """Return what a link to an initiative says. Raises ExpiredLink or BadLink."""
    values = _read(purpose, token, days)
    try:
        page_id, mark, last = values
        if purpose == Purpose.CHANGE:
            return OwnerLink(int(page_id), str(mark), proposal_id=uuid.UUID(hex=last))
        return OwnerLink(int(page_id), str(mark), asked_on=date.fromisoformat(last))
    except (ValueError, TypeError, AttributeError) as error:
        raise BadLink from error


def _salt(purpose: Purpose) -> str:
    return f"initiatives.contributions.link.{purpose}"


def _sign(purpose: Purpose, values: list[Any]) -> str:
    return signing.dumps(values, salt=_salt(purpose))


def _read(purpose: Purpose, token: str, days: int) -> list[Any]:
    if not token or len(token) > _LONGEST:
        raise BadLink
    try:
        values = signing.loads(token, salt=_salt(purpose), max_age=timedelta(days=days))
    except signing.SignatureExpired as error:
        raise ExpiredLink from error
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise BadLink from error
    if not isinstance(values, list):
        raise BadLink
    return values
