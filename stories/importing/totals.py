"""Sums of a list, to be laid beside the totals that a source prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stories.figures.numbers import value_words
from stories.figures.periods import period_words
from stories.figures.words import decimals_of
from stories.importing.observations import counted
from stories.importing.planning import Outcome, Plan
from stories.models import Indicator
from stories.models.observations import AreaType

_NOTHING = Decimal(0)


def _of(plan: Plan, name: str) -> Any:
    """Return what a record is about, whether it is new or was there."""
    return plan.values[name] if name in plan.values else getattr(plan.found, name, None)


def _exact(indicator: Indicator, value: Decimal) -> str:
    return value_words(value, indicator.unit, max(indicator.decimals, decimals_of(value)))


def _counts(plan: Plan) -> bool:
    return plan.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)


def sums_of(plans: Iterable[Plan]) -> list[dict[str, Any]]:
    """Return for each indicator and period how many values there are and what they add up to."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for plan in plans:
        if not _counts(plan):
            continue
        indicator, period = _of(plan, "indicator"), _of(plan, "period")
        line = found.setdefault(
            (indicator.pk, period),
            {"indicator": indicator, "period": period, "values": 0, "empty": 0, "sum": _NOTHING},
        )
        value = counted(plan)
        line["values" if value is not None else "empty"] += 1
        line["sum"] += value or _NOTHING
    return [
        {
            "indicator": line["indicator"].name,
            "period": period_words(line["period"]),
            "values": line["values"],
            "empty": line["empty"],
            "sum": _exact(line["indicator"], line["sum"]),
            "exact": f"{line['sum'].normalize():f}",
        }
        for line in sorted(found.values(), key=lambda line: (line["indicator"].name, line["period"]))
    ]


def check_totals(plans: list[Plan]) -> list[dict[str, Any]]:
    """Compare every row that is a total with the rows that it is the total of; return one line for each.

    Those are the rows of the same indicator, period and area. A total with a group, such as "Sociaal domein",
    is about the rows whose group starts with it: "Sociaal domein: onderwijs". Where the area has no other
    rows, the total of a region or the province is about its municipalities.
    """
    totals = [plan for plan in plans if plan.outcome == Outcome.CHECKED]
    if not totals:
        return []
    rows: dict[tuple[int, str], list[Plan]] = defaultdict(list)
    for plan in plans:
        if _counts(plan):
            rows[_of(plan, "indicator").pk, _of(plan, "period")].append(plan)
    return [_check(total, rows[total.values["indicator"].pk, total.values["period"]]) for total in totals]


def _check(total: Plan, rows: list[Plan]) -> dict[str, Any]:
    indicator: Indicator = total.values["indicator"]
    parts = [plan for plan in _parts(total, rows) if counted(plan) is not None]
    printed: Decimal | None = total.values.get("value")
    added = sum((counted(plan) or _NOTHING for plan in parts), _NOTHING)
    line = {
        "row": total.record.row,
        "column": total.record.column,
        "title": total.title,
        "rows": len(parts),
        "printed": "" if printed is None else _exact(indicator, printed),
        "added": _exact(indicator, added),
        "difference": "",
    }
    if printed is None:
        total.note(_("Dit totaal heeft geen getal. Er is niets om na te rekenen."))
    elif printed != added:
        line["difference"] = _exact(indicator, printed - added)
        total.warn(
            "",
            _("Het totaal is %(printed)s. De rijen zijn samen %(added)s. Het verschil is %(difference)s.")
            % line,
        )
    return line


def _parts(total: Plan, rows: list[Plan]) -> list[Plan]:
    group = total.values.get("subgroup", "")
    if group and group.lower() not in ("totaal", "total"):
        rows = [plan for plan in rows if _of(plan, "subgroup").startswith((f"{group}:", f"{group} /"))]
    area_type, name = total.values.get("area_type"), total.values.get("area", "")
    if area_type is None:
        return rows
    own = [plan for plan in rows if (_of(plan, "area_type"), _of(plan, "area")) == (area_type, name)]
    if own:
        return own
    municipalities = [plan for plan in rows if _of(plan, "area_type") == AreaType.MUNICIPALITY]
    if area_type == AreaType.REGION:
        region = total.values.get("region")
        return [p for p in municipalities if region and _of(p, "municipality").region_id == region.pk]
    return municipalities if area_type in (AreaType.PROVINCE, AreaType.COUNTRY) else []
