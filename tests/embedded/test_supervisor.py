"""What we start ends with us, however we end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talentplatform.embedded.supervisor import Supervisor, run_to_end

REPO = Path(__file__).resolve().parents[2]
PARENT = """
import sys, time
from pathlib import Path
from talentplatform.embedded import supervisor
supervisor.exit_on_signals()
children = supervisor.Supervisor(Path(sys.argv[1]))
child = children.spawn("sleeper", ["sleep", "60"], environment={"PATH": "/usr/bin:/bin"}, folder=Path("/"))
print(child.pid, flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    pass
finally:
    children.stop()
"""


def gone(pid: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_child_ends_with_its_parent(tmp_path, number):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], cwd=REPO, stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.send_signal(number)
        parent.wait(10)
    assert gone(child)


def test_a_child_that_will_not_stop_is_killed(tmp_path):
    children = Supervisor(tmp_path)
    stubborn = children.spawn(
        "stubborn",
        ["sh", "-c", "trap '' TERM; echo ready; sleep 60 & wait; sleep 60"],
        environment={"PATH": "/usr/bin:/bin"},
        folder=Path("/"),
        patience=0.2,
    )
    while "ready" not in children.last_words("stubborn"):
        time.sleep(0.01)
    children.stop()
    assert stubborn.returncode == -signal.SIGKILL


def test_a_child_that_ended_is_noticed_with_its_last_words(tmp_path):
    children = Supervisor(tmp_path)
    process = children.spawn(
        "brief",
        ["sh", "-c", "echo one; echo two; exit 3"],
        environment={"PATH": "/usr/bin:/bin"},
        folder=Path("/"),
    )
    process.wait()
    ended = children.first_ended()
    assert ended is not None
    assert (ended.name, ended.process.returncode) == ("brief", 3)
    assert children.last_words("brief", lines=1) == "two"


def test_run_to_end_returns_the_exit_code_and_ends_the_command_when_meanwhile_refuses(tmp_path):
    environment = dict(os.environ)
    assert run_to_end(["sh", "-c", "exit 7"], environment) == 7

    def refuse() -> None:
        raise LookupError

    began = time.monotonic()
    with pytest.raises(LookupError):
        run_to_end(["sleep", "30"], environment, meanwhile=refuse)
    assert time.monotonic() - began < 10
