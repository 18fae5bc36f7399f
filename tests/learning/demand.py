"""The table of what is asked for, as the learning page shows it."""

import re

#: Rows: family, how many agreed, how many others.
DEMAND = re.compile(
    r'<th class="nhsuk-table__header" scope="row" role="rowheader">([^<]+)</th>'
    r'<td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell" data-label="[^"]*">([^<]+)</td>'
    r'<td class="nhsuk-table__cell nhsuk-table__cell--numeric" role="cell" data-label="[^"]*">([^<]+)</td>'
)
