"""Disambiguation: decides from its context whether an ambiguous form is a date, a name or a number."""

from __future__ import annotations

from typing import Final

from crawler.dates import text_context
from crawler.dates.calendar_day import Printed
from crawler.dates.calendar_math import infer_year
from crawler.dates.calendar_words import CUES
from crawler.dates.iso_output import Setting
from crawler.dates.phrase_parser import Item, Phrase
from crawler.dates.vocabulary import DIGITS, spaced

NEAR_PAST: Final = 31
NEAR_FUTURE: Final = 14
"""A bare `(16/11)` is a date only where it lies this many days around the publication."""


def is_idle(low: str, item: Item) -> bool:
    """Whether an item on its own gives no day: a time, a part of the day, or `22/3` without context."""
    kind = item.kind
    if kind == "dm" or kind == "bareday":
        return low[max(0, item.start - 3) : item.start].rstrip()[-1:] not in ("(", "[") and not _is_labelled(
            low, item
        )
    return kind == "clock" or kind == "daypart" or kind == "cue"


def is_number(low: str, start: int, linked: bool, named: bool) -> bool:
    """Whether the text before the digits at `start` makes them part of a name or of another number.

    `linked`: the digits follow another date. `named`: the digits are before a month name.
    """
    if not linked and start > 1 and low[start - 1] in "./,:-" and low[start - 2] in DIGITS:
        return True
    word = text_context.word_before(low, start)
    return word in text_context.NAMED_AFTER_A_DAY or (not named and word in text_context.NUMBERED)


def is_name_or_number(low: str, phrase: Phrase, day: Item) -> bool:
    """Whether the word or digit before the date makes it a name (`Jalan 10 November`) or a number."""
    start = phrase.start
    if low[start] in DIGITS:
        return is_number(low, start, bool(phrase.link), day.kind == "named")
    if day.kind == "worded":
        return day.start == start and text_context.word_before(low, start) in text_context.NAMED_AFTER_A_DAY
    if day.kind == "yearword":
        word = text_context.word_before(low, start)
        return word in text_context.NUMBERED or not DIGITS.isdisjoint(word)
    if day.kind in ("monthyear", "monthname") and day.start > 1:
        # 32 Januari 2022: the day does not exist, so the month is not used either
        return low[day.start - 1] in DIGITS or (low[day.start - 1] in " -/" and low[day.start - 2] in DIGITS)
    return False


def is_unambiguous(setting: Setting, phrase: Phrase, day: Item, printed: Printed) -> bool:
    """Whether the context of an ambiguous form shows that it is a date."""
    low, kind = setting.low, day.kind
    if not printed.days:
        before = text_context.word_before(low, phrase.start)
        return phrase.cue is not None or before == "bulan" or before in text_context.PARTS_OF_A_YEAR
    enclosed = _in_parentheses(low, day)
    if kind == "dm" and day.match.group("dsep") == "." and not enclosed:
        return False  # Rabu 17.11 is a time
    if phrase.weekdays or phrase.deictic is not None or _is_labelled(low, day):
        return kind != "bareday" or (phrase.cue is not None and not phrase.weekdays)
    if kind == "bareday":
        return False
    if kind == "named":
        return bool(printed.joined or phrase.cue or phrase.clock) or is_alone(low, phrase)
    if kind == "dm" or kind == "span" or kind == "bent":
        if enclosed:
            return printed.year is not None or _is_near(setting, printed)
        return kind == "dm" and phrase.cue is not None and day.match.group("dsep") == "/"
    return enclosed or (kind == "dmy" and phrase.clock is not None) or is_alone(low, phrase)


def stands_as_day(low: str, phrase: Phrase) -> bool:
    """Whether a weekday without a date is the day of the news event: `..., Selasa.`, `pada Rabu (sore)`."""
    before = low[max(0, phrase.start - 24) : phrase.start].rstrip()
    after = low[phrase.end : phrase.end + 4].lstrip(" ")
    closed = not after or after[0] in ",.;)-|\n"
    if low[phrase.end : phrase.end + 12].lstrip(" ,.")[:1] in DIGITS:
        return False  # Rabu, 2022 November 16: a date that was not parsed
    if not before:
        return not after or after[0] == "," or (phrase.clock is not None and closed)
    if before[-1] in ".!?" and after[:1] == ",":
        return True
    return closed and (before[-1] in ",(" or before.endswith(("pada", "hari", "sejak", "hingga", "sampai")))


def direction(phrase: Phrase) -> int:
    """-1 if the phrase's own cue word points to the past, 1 to the future, 0 if it has none."""
    cue = phrase.cue
    if cue is None:
        return 0
    if cue.kind == "deictic":
        return text_context.deictic_direction(cue.match.group())
    return CUES[spaced(cue.match.group())]


def _is_near(setting: Setting, printed: Printed) -> bool:
    today = setting.today
    if today is None:
        return False
    found = infer_year(printed.month, printed.days[0], today, (), 0, 0)
    return found is not None and -NEAR_PAST <= (found[0] - today).days <= NEAR_FUTURE


def _is_labelled(low: str, day: Item) -> bool:
    return day.labelled or low[max(0, day.start - 10) : day.start].rstrip(" .:").endswith(("tanggal", "tgl"))


def _in_parentheses(low: str, day: Item) -> bool:
    opened = low[max(0, day.start - 3) : day.start].rstrip().endswith(("(", "["))
    return opened and low[day.end : day.end + 3].lstrip().startswith((")", "]", ",", "|"))


def is_alone(low: str, phrase: Phrase) -> bool:
    """Whether the phrase is the only text on its line."""
    if len(low) > 1000:
        return False
    before = low[low.rfind("\n", 0, phrase.start) + 1 : phrase.start]
    after = low[phrase.end :].partition("\n")[0]
    return not any(c.isalnum() for c in before) and not any(c.isalnum() for c in after)
