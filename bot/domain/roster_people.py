"""People and their posts of a roster file put beside those known."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from bot.domain.roster_import import Import
from bot.domain.roster_reasons import Doubt, Reason, Unfit, Warned
from bot.domain.roster_rows import PersonRow
from bot.domain.roster_state import PersonFacts, PostKey
from bot.domain.roster_terms import Said, end_before, merge
from bot.domain.vietnamese import fold


def place_people(work: Import) -> None:
    """Take in every person's row that fits, then the posts, earlier ones first."""
    rows = [row for row in work.file.people if _take_person(work, row)]
    posts = [(key, row) for row in rows if (key := _key(row)) is not None]
    listed = _listed(posts)
    new: list[tuple[PostKey, PersonRow]] = []
    for key, row in sorted(posts, key=lambda post: post[1].dates.starts_on or date.max):
        if _take_post(work, key, row, listed[key]) and row.dates.starts_on is not None:
            new.append((key, row))
    _end_what_they_follow(work, new, {key for key, _ in posts})


def _take_person(work: Import, row: PersonRow) -> bool:
    why = _unfit(work, row)
    if why is not None:
        work.refuse(row, why)
        return False
    known = work.after.people.get(row.code) or PersonFacts(row.code, row.name)
    is_same = known.name.casefold() == row.name.casefold()
    work.after.people[row.code] = replace(
        known, name=known.name if is_same else row.name, phone=_phone(work, row) or known.phone
    )
    return True


def _phone(work: Import, row: PersonRow) -> str | None:
    """The number the row gives, unless an earlier row of the same person gave one."""
    if row.phone is None or row.code in work.named_phones:
        return None
    work.named_phones.add(row.code)
    return row.phone


def _unfit(work: Import, row: PersonRow) -> Reason | None:
    known, earlier = work.before.people.get(row.code), work.after.people.get(row.code)
    if earlier is not None and earlier is not known and fold(earlier.name) != fold(row.name):
        return Reason.DUPLICATE_CODE
    if row.post is not None and row.organisation is not None and not work.is_known(row.organisation):
        return Reason.UNKNOWN_ORGANISATION
    return Reason.ENDS_BEFORE_IT_BEGINS if _never_held(work, row) else None


def _never_held(work: Import, row: PersonRow) -> bool:
    """A post not known, without a first day, whose last day is over: it would start today."""
    key, ends_on = _key(row), row.dates.ends_on
    if key is None or row.dates.starts_on is not None or ends_on is None or ends_on >= work.on:
        return False
    return all(term.is_over(work.on) for term in work.before.posts.get(key, ()))


def _key(row: PersonRow) -> PostKey | None:
    if row.post is None or row.organisation is None:
        return None
    return PostKey(row.code, fold(row.post), row.organisation)


def _listed(posts: list[tuple[PostKey, PersonRow]]) -> dict[PostKey, frozenset[date]]:
    days: defaultdict[PostKey, set[date]] = defaultdict(set)
    for key, row in posts:
        days[key] |= {row.dates.starts_on} if row.dates.starts_on else set()
    return {key: frozenset(found) for key, found in days.items()}


def _take_post(work: Import, key: PostKey, row: PersonRow, listed: frozenset[date]) -> bool:
    """Whether the post is a new one."""
    level = work.after.organisations[key.organisation].level
    rule = work.table.rule(row.post or "", level)
    said = Said(row.dates, row.post, rule.role if rule else None)
    try:
        merged = merge(work.after.posts.get(key, ()), said, listed, work.on)
        _check_repeat(work, key, merged.starts_on)
    except Unfit as unfit:
        work.refuse(row, unfit.why)
        return False
    work.after.posts[key] = merged.terms
    work.named_posts.add((key, merged.starts_on))
    work.named_organisations.add(key.organisation)
    if rule is None:
        _warn_of_role(work, key, row)
    return merged.is_new


def _check_repeat(work: Import, key: PostKey, starts_on: date) -> None:
    if (key, starts_on) in work.named_posts:
        raise Unfit(Reason.DUPLICATE_ROW)


def _warn_of_role(work: Import, key: PostKey, row: PersonRow) -> None:
    organisation = work.after.organisations[key.organisation].name
    about = f"{row.code} {row.name}, {row.post}, {organisation}"
    work.file.warnings.append(Warned(Doubt.POST_WITHOUT_ROLE, about, row.where))


def _end_what_they_follow(work: Import, new: list[tuple[PostKey, PersonRow]], listed: set[PostKey]) -> None:
    """A dated new post ends the one it follows: same person, same place, an older title not in the file."""
    beside: defaultdict[tuple[str, str], list[PostKey]] = defaultdict(list)
    for key in work.before.posts:
        if key not in listed:
            beside[key.person, key.organisation].append(key)
    for key, row in new:
        for other in beside[key.person, key.organisation]:
            level = work.after.organisations[key.organisation].level
            if work.table.is_succession(other.title, key.title, level):
                _end_terms(work, other, row.dates.starts_on or work.on)


def _end_terms(work: Import, key: PostKey, day: date) -> None:
    work.after.posts[key] = tuple(
        end_before(term, day) if term.starts_on < day and term.holds_on(day) else term
        for term in work.after.posts[key]
    )
