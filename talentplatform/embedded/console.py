"""What the person at the keyboard reads: progress with elapsed seconds, and refusals."""

import os
import time

_STARTED = float(os.environ.get("RUN_STARTED") or time.time())


class Refusal(Exception):  # noqa: N818  it is one, and not an error of ours
    """A plain sentence for the person at the keyboard: what is wrong, and what to do."""


def say(text: str) -> None:
    """Print one line of progress with the seconds since the command was given."""
    print(f"[{time.time() - _STARTED:5.1f} s] {text}", flush=True)
