"""Answers that are not a page's own: too many tries of signing in."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_too_many_tries_from_one_address_is_our_page() -> None:
    """django-allauth counts 30 in a minute for an address; its answer is ours by ``handler429``."""
    client, page = Client(), reverse("account_login")
    form = {"login": "nobody@example.org", "password": "wrong"}
    codes = [client.post(page, form).status_code for _ in range(30)]
    answer = client.post(page, form)
    assert (set(codes), answer.status_code) == ({200}, 429)
    text = answer.content.decode()
    assert "<h1" in text
    assert "Too many tries" in text
    assert "Wait a few minutes" in text
