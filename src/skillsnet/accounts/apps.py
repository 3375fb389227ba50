"""The app's registration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app."""

    name = "skillsnet.accounts"

    def ready(self) -> None:
        """Note each sign-in."""
        from django.contrib.auth.signals import user_logged_in

        from skillsnet.accounts.browsers import note_browser

        user_logged_in.connect(note_browser, dispatch_uid="skillsnet.accounts.browsers")
