"""How allauth behaves here: no open sign-up, and mails in plain text."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Members come through an invitation or a facilitator, never by signing up on their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]

    def render_mail(self, template_prefix: str, email: str, context: dict[str, object], headers: Any = None) -> Any:
        message = super().render_mail(template_prefix, email, context, headers=headers)
        message.subject = " ".join(str(message.subject).split())
        return message
