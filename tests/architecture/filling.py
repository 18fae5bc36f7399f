"""Print, as JSON, which app puts items into which registry: run in a process of its own.

Every ``Registry.add`` is watched while Django starts, and counted for the first module up the stack
that is not the registry's own. Registries are named by their subject.
"""

import json
import sys
from types import FrameType

from orgs import registry

filled: dict[str, set[str]] = {}
made_in: dict[str, str] = {}
_init, _add = registry.Registry.__init__, registry.Registry.add


def _module(frame: FrameType | None) -> str:
    return str(frame.f_globals["__name__"]) if frame is not None else ""


def watched_init(self, subject):
    made_in[subject] = _module(sys._getframe(1))
    _init(self, subject)


def watched_add(self, key, item):
    frame = sys._getframe(1)
    while _module(frame) == made_in[self.subject] and frame.f_back is not None:
        # At the end of its own module's import comes the machinery of imports: then it is its own.
        if frame.f_code.co_name == "<module>":
            break
        frame = frame.f_back
    filled.setdefault(self.subject, set()).add(_module(frame).partition(".")[0])
    return _add(self, key, item)


registry.Registry.__init__, registry.Registry.add = watched_init, watched_add

import django  # noqa: E402  after the watch has begun

django.setup()
print(json.dumps({subject: sorted(apps) for subject, apps in filled.items()}))
