"""django-allauth, narrowed to what we use: local accounts, sign-in and sign-out."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up: an account begins with an invitation or a founding grant."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask an access administrator of your organisation",
        "too_many_login_attempts": "Too many tries. Wait 5 minutes, then try again",
        "username_password_mismatch": "The sign-in name or the password is not right",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002
        cleaned: Any = super().clean_username(username, shallow)
        return str(cleaned).strip().lower()

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        if "username" in credentials:
            credentials["username"] = credentials["username"].strip().lower()
        return super().authenticate(request, **credentials)
