"""allauth's sign-in form in our words."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Sign-in name and password."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label = "Sign-in name"
        name.widget.attrs.pop("placeholder", None)
        password.widget.attrs.pop("placeholder", None)
        name.error_messages["required"] = "Enter your sign-in name"
        password.error_messages["required"] = "Enter your password"
