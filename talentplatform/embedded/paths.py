"""Where the embedded servers keep their data and their sockets."""

import hashlib
import os
import pwd
import shutil
import stat
from pathlib import Path

from .console import Refusal

REPO = Path(__file__).resolve().parents[2]
NAME = "talentplatform"
#: Whom Postgres runs as when we are root, since it refuses to run as root.
SERVER_USER = "nobody"
#: A socket's path may have 107 bytes, and Postgres adds ``/.s.PGSQL.5432`` to its directory.
LONGEST_SOCKET_DIRECTORY = 80


def server_account() -> pwd.struct_passwd | None:
    """The account that Postgres is demoted to, or None when we are an ordinary user."""
    return pwd.getpwnam(SERVER_USER) if os.geteuid() == 0 else None


def reachable_by(path: Path, uid: int) -> bool:
    """Whether ``uid`` may walk down to ``path``; parts that do not exist yet are passed over."""
    for part in [path, *path.parents]:
        if part.exists():
            status = part.stat()
            own = status.st_uid == uid and status.st_mode & stat.S_IXUSR
            if not (own or status.st_mode & stat.S_IXOTH):
                return False
    return True


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def state_directory() -> Path:
    """The folder of servers and data: ``RUN_STATE``, or ``.run`` in the repository.

    For root in a repository that the server account cannot reach, a folder under ``/var/lib``.
    """
    account = server_account()
    chosen = os.environ.get("RUN_STATE")
    state = Path(chosen).absolute() if chosen else REPO / ".run"
    if account is None or reachable_by(state.parent, account.pw_uid):
        return state
    if chosen:
        raise Refusal(
            f"RUN_STATE={chosen} cannot be reached by the user {SERVER_USER}, whom Postgres runs "
            "as under root: choose a folder outside root's home, such as one under /var/lib."
        )
    return Path("/var/lib") / f"{NAME}-{_short_hash(REPO)}"


def socket_directory(state: Path, server: str) -> Path:
    """The folder of one server's socket: in the state folder, or under /tmp if that is too long."""
    inside = state / "sockets" / server
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY:
        return inside
    return Path("/tmp") / f".{NAME}-{os.geteuid()}-{_short_hash(state)}-{server}"  # noqa: S108  made and checked by make_private


def make_private(folder: Path, owner: pwd.struct_passwd | None = None) -> None:
    """Make ``folder`` with mode 0700, owned by ``owner`` (default: us), and trust nothing found.

    Who owns the folder of a socket can stand in for the server, so one that another user made, or
    a link, is refused. Only root may find one of the server account's, from an earlier run; it is
    made anew.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = folder.lstat()
    except FileNotFoundError:
        found = None
    if found is not None:
        if not stat.S_ISDIR(found.st_mode):
            raise Refusal(f"{folder} is not a folder: remove it.")
        if owner is not None and found.st_uid == owner.pw_uid != os.geteuid():
            shutil.rmtree(folder)
            found = None
        elif found.st_uid != os.geteuid():
            raise Refusal(f"{folder} belongs to another user: remove it, or set RUN_STATE.")
    if found is None:
        folder.mkdir(mode=0o700)
    folder.chmod(0o700)
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
