"""What the codes of the lists ``cover`` and ``vacancy_risk`` mean when they count: one rule for pages and figures.

Pure, beside ``readiness``. How much a level counts in exposure is decided in ``exposure``.
"""

#: Codes of ``cover`` with which somebody could step in at once.
STEPS_IN = ("ACT", "INT")

#: Codes of ``vacancy_risk`` that are a high risk; every other code, and none, is not.
HIGH_RISK = ("FR3", "FR9")
#: No assessment yet. Nobody selects it.
RISK_NOT_ASSESSED = "FR0"
#: The holder is known to leave, which needs the day of leaving.
LEAVING = "FR9"
