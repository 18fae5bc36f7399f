"""Tests of the launcher, the servers it starts, and how the site is deployed."""
