"""The words of the demo figures: a question, a sentence and a warning that residents understand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal

from demo.loader import reading
from stories.figures.periods import last_day_of
from stories.figures.words import answer
from stories.models import Indicator, Observation

MOST_WORDS_IN_A_SENTENCE = 25
ONLY_A_TARGET = ("De bron noemt alleen", "De bronnen noemen alleen")
KEYS = {
    "slug", "question", "sentence", "population", "answer_label", "caveat", "level",
    "minimum", "maximum", "rhythm", "largest_jump",
}  # fmt: skip


def entries():
    """The entries of all files."""
    return [entry for file in reading.texts("indicators") for entry in file["indicators"]]


ENTRIES = entries()
INDICATORS = {row["slug"]: row for row in reading.rows("indicators")}


def indicator_of(entry):
    row = INDICATORS[entry["slug"]]
    words = {key: entry[key] for key in ("question", "sentence", "population", "answer_label", "caveat")}
    return Indicator(
        slug=row["slug"], name=row["name"], unit=row["unit"], decimals=int(row["decimals"]), **words
    )


def number(text):
    return Decimal(text) if text else None


def values():
    """The rows of each indicator as they would be stored."""
    found = defaultdict(list)
    for row in reading.rows("observations"):
        found[row["indicator_slug"]].append(
            Observation(
                **{
                    key: row[key]
                    for key in ("area_type", "area", "subgroup", "period", "qualifier", "nature", "note")
                },
                value=number(row["value"]),
                value_high=number(row["value_high"]),
                last_day=last_day_of(row["period"]),
            )
        )
    return found


VALUES = values()


def test_every_indicator_has_words_once():
    slugs = [entry["slug"] for entry in ENTRIES]
    assert [slug for slug, times in Counter(slugs).items() if times > 1] == []
    assert set(slugs) == set(INDICATORS)


def test_no_two_questions_are_the_same():
    questions = Counter(entry["question"] for entry in ENTRIES)
    assert [question for question, times in questions.items() if times > 1] == []


def test_the_words_fit_their_fields():
    for entry in ENTRIES:
        slug = entry["slug"]
        assert set(entry) <= KEYS, slug
        for name in ("question", "sentence", "population", "answer_label"):
            assert len(entry[name]) <= Indicator._meta.get_field(name).max_length, (slug, name)
            assert entry[name] == " ".join(entry[name].split()), (slug, name)
        assert entry["question"].endswith("?"), slug
        assert entry["sentence"].count("{gebied}") == entry["sentence"].count("{waarde}") == 1, slug
        assert entry["sentence"].endswith("."), slug
        assert entry["level"] in Indicator.Level.values, slug
        assert entry.get("rhythm") in {None, *Indicator.Rhythm.values}, slug
        assert not entry["population"] or INDICATORS[slug]["unit"] == "%", slug


def test_the_warnings_are_short_sentences():
    for entry in ENTRIES:
        for sentence in filter(None, re.split(r"(?<=[.?!:])\s+", entry["caveat"])):
            assert len(sentence.split()) <= MOST_WORDS_IN_A_SENTENCE, sentence
            assert sentence[-1] in ".:", sentence


def test_every_value_makes_a_proper_sentence():
    for entry in ENTRIES:
        indicator = indicator_of(entry)
        for value in VALUES[entry["slug"]]:
            sentence = answer(indicator, value)
            assert sentence[0].isupper(), sentence
            assert re.search(r"[^.]\.$", sentence), sentence
            assert not re.search(r"[{}]|  |\s[.,:;]", sentence), sentence
            assert value.area in sentence


def test_every_value_lies_within_its_limits():
    for entry in ENTRIES:
        minimum, maximum = entry.get("minimum"), entry.get("maximum")
        for value in VALUES[entry["slug"]]:
            known = [n for n in (value.value, value.value_high) if n is not None]
            assert all(n >= minimum for n in known if minimum is not None), value
            assert all(n <= maximum for n in known if maximum is not None), value


def test_an_indicator_with_only_a_target_says_that_nothing_was_counted():
    """Without a value a reader must not think that the target is what was found."""
    for entry in ENTRIES:
        if not VALUES[entry["slug"]]:
            assert entry["caveat"].startswith(ONLY_A_TARGET), entry["slug"]


def test_numbers_that_residents_read_are_those_of_the_source():
    by_slug = {entry["slug"]: indicator_of(entry) for entry in ENTRIES}

    def told(slug, **where):
        value = next(
            value
            for value in VALUES[slug]
            if all(getattr(value, name) == wanted for name, wanted in where.items())
        )
        return answer(by_slug[slug], value).replace("\xa0", " ")

    assert (
        told("vrijwilligerswerk", area="De Wolden")
        == "In De Wolden doen 61 van de 100 inwoners vrijwilligerswerk."
    )
    assert (
        told("besteedbaar-inkomen", area="Zuidoost-Drenthe")
        == "In Zuidoost-Drenthe heeft een huishouden gemiddeld € 47.000 te besteden."
    )
    assert told("inwoners-bewegen") == "In Drenthe bewegen 70 tot 80 van de 100 inwoners."
    assert told("mantelzorgpotentieel", period="2040").endswith(": 5 (prognose).")
    assert told("vrijwilligers-aantal") == "In Drenthe doen ruim 260.000 mensen vrijwilligerswerk."
