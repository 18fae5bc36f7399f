"""The invented board of the loop."""

from tests.succession.conftest import trust

__all__ = ["trust"]
