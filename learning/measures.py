"""What learning counts. Plain grouped SQL, run as the aggregation worker, who cannot read a name."""

import datetime as dt
from typing import Any

from reporting.enums import Counts, MeasureClass
from reporting.measures import AtomRow, Category, Measure, fixed, measure
from reporting.reports import Bars, Table

_LEARNERS = """
WITH far AS (
  SELECT a.unit_id, a.staff_id, a.started_on,
    jsonb_array_length(a.steps) AS steps,
    (SELECT count(*) FROM learning_stepprogress g
     WHERE g.assignment_id = a.id AND g.state = 'done' AND g.done_on <= %(day)s) AS done
  FROM learning_pathwayassignment a
  WHERE a.state IN ('active', 'completed') AND a.started_on <= %(day)s
    AND (a.ended_on IS NULL OR a.ended_on > %(day)s)
), learner AS (
  SELECT DISTINCT ON (unit_id, staff_id) unit_id, started_on,
    CASE WHEN done = 0 THEN 'P0' WHEN 2 * done < steps THEN 'P1' WHEN done < steps THEN 'P50' ELSE 'P100' END AS progress
  FROM far
  ORDER BY unit_id, staff_id, done::numeric / greatest(steps, 1) DESC, started_on
)
SELECT unit_id, progress, count(*), min(started_on) FROM learner GROUP BY 1, 2
"""


def count_learners(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """People on a pathway, each once, by the pathway on which they have come furthest."""
    cursor.execute(_LEARNERS, {"day": as_at})
    return list(cursor.fetchall())


TABLE = Table("learners", "learners", (("progress",), ()))
SECTION = Bars(
    "progress",
    "People on a development pathway by progress",
    "learners",
    "progress",
    theme="successors",
)


def register() -> None:
    """Tell reporting what learning counts; called from ``AppConfig.ready``."""
    measure(
        Measure(
            code="learners",
            label="People on a development pathway",
            definition="People whose pathway is open to them and under way on the day of the "
            "figures, each once, by the share of its steps that is done. A pathway that is only "
            "prepared is not counted.",
            klass=MeasureClass.PEOPLE,
            counts=Counts.PEOPLE,
            dimensions=(
                Category(
                    "progress",
                    "Progress",
                    fixed(
                        ("P0", "Nothing done yet"),
                        ("P1", "Under half done"),
                        ("P50", "Half or more done"),
                        ("P100", "All steps done"),
                    ),
                    answer=True,
                ),
            ),
            atoms=count_learners,
        )
    )
