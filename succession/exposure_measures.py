"""Exposure that is counted: the same formula as on the plan, for every employer at once.

Two queries, run as the aggregation worker, who cannot read a name; whom a post is covered by is a
question of matching and is settled in Python, employer by employer.
"""

import datetime as dt
from collections import Counter
from typing import Any

from orgs.inheritance.effective import platform_defaults
from orgs.inheritance.selectors import effective_at_each
from reporting.measures import AtomRow
from succession import exposure as formula
from succession import readiness
from succession.bench import exposed
from succession.cover_measures import filled
from succession.exposure import Stake
from succession.exposure_rules import EXPOSURE_RULES, rules_of
from succession.matching import Lines
from succession.selectors import PERSON_SQL

_POSTS = filled("""
SELECT p.unit_id, p.id, {family},
  coalesce(a.criticality, (
    SELECT later.replaced FROM succession_criticalityassessment later
    WHERE later.post_id = p.id AND later.valid_from > %(day)s ORDER BY later.valid_from, later.id LIMIT 1
  ), p.criticality),
  coalesce(k.vacancy_risk, ''), coalesce(k.impact, ''),
  NOT EXISTS (
    SELECT 1 FROM succession_incumbency i
    WHERE i.post_id = p.id AND i.starts_on <= %(day)s AND (i.ends_on IS NULL OR i.ends_on > %(day)s)
  ),
  greatest(p.valid_from, k.assessed_on, a.assessed_on)
FROM succession_post p
{main_role}
LEFT JOIN succession_riskassessment k ON k.post_id = p.id
  AND k.valid_from <= %(day)s AND (k.valid_to IS NULL OR k.valid_to > %(day)s)
LEFT JOIN succession_criticalityassessment a ON a.post_id = p.id
  AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
WHERE p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
ORDER BY p.unit_id, p.id
""")

#: Who could be counted as cover: ready now and agreed on the day, or able to act up at once.
_COVER = filled("""
SELECT post_id, person, readiness = %(ready)s AND agreed, cover = %(acts_up)s FROM (
  SELECT n.post_id, {person} AS person, n.cover, {counted} AS readiness,
    n.disclosure = 'agreed' AND n.told_on <= %(day)s
      AND (n.agreed_on IS NULL OR n.agreed_on <= %(day)s) AS agreed
  FROM succession_nomination n
  LEFT JOIN succession_readinessjudgement j ON j.nomination_id = n.id
    AND j.valid_from <= %(day)s AND (j.valid_to IS NULL OR j.valid_to > %(day)s)
  WHERE n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s)
    AND NOT EXISTS (
      SELECT 1 FROM succession_incumbency i JOIN orgs_assignment h ON h.id = i.assignment_id
      WHERE i.post_id = n.post_id AND h.staff_id = n.staff_id
        AND i.starts_on <= %(day)s AND (i.ends_on IS NULL OR i.ends_on > %(day)s)
    )
) named WHERE readiness <> %(not_aiming)s
ORDER BY post_id, person
""").replace("{person}", PERSON_SQL)


def count_exposure(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Posts by the family of their main role and the band of their exposure."""
    cursor.execute(_POSTS, {"day": as_at})
    posts: dict[int, list[tuple[Any, ...]]] = {}
    for unit, *post in cursor.fetchall():
        posts.setdefault(unit, []).append(tuple(post))
    agreed, acting = _lines(cursor, as_at)
    settings = effective_at_each(EXPOSURE_RULES.code, list(posts), as_at)
    shipped = platform_defaults(EXPOSURE_RULES, as_at)
    counted: Counter[tuple[int, str, str]] = Counter()
    oldest: dict[tuple[int, str, str], dt.date] = {}
    for unit, rows in posts.items():
        rules = rules_of(settings.get(unit, shipped))
        at_stake: dict[int, Stake] = {
            post: formula.stake(criticality, risk, impact, vacant=vacant, rules=rules)
            for post, _, criticality, risk, impact, vacant, _ in rows
        }
        found = exposed(at_stake, agreed, acting, rules)
        for post, family, *_, since in rows:
            atom = (unit, family, found[post].exposure.band)
            counted[atom] += 1
            oldest[atom] = min(since, oldest.get(atom, since))
    return [(*atom, n, oldest[atom]) for atom, n in counted.items()]


def _lines(cursor: Any, as_at: dt.date) -> tuple[Lines, Lines]:
    """By post, who is ready now and has agreed, and who could act up."""
    more = {"day": as_at, "ready": readiness.READY_NOW, "acts_up": formula.ACTS_UP}
    cursor.execute(_COVER, readiness.PARAMETERS | more)
    agreed: dict[int, list[int]] = {}
    acting: dict[int, list[int]] = {}
    for post, person, is_agreed, acts_up in cursor.fetchall():
        if is_agreed:
            agreed.setdefault(post, []).append(person)
        if acts_up:
            acting.setdefault(post, []).append(person)
    return agreed, acting
