"""Tests of the launcher, the servers it starts, and how the site is deployed."""

import os

import pytest

#: For tests that make and change roles, which is not theirs to do on servers that were given.
embedded_only = pytest.mark.skipif(
    os.environ.get("TALENT_TESTS_EMBEDDED") != "1", reason="changes the roles of the server"
)
