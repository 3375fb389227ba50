"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from skillsnet.accounts.enums import Role, SignInState
from skillsnet.outbox.models import MailMessage


class UserManager(BaseUserManager["User"]):
    """Makes users by address; nobody has a password unless they set one."""

    def create_user(self, email: str, *, role: str = Role.MEMBER, **fields: Any) -> "User":
        """Return a new user who signs in with a code sent to `email`."""
        user = self.model(email=email.strip().lower(), role=role, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in, known by the address of their mail."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def is_facilitator(self) -> bool:
        """Whether this person runs the network."""
        return self.is_active and self.role == Role.FACILITATOR


class SignIn(models.Model):
    """One request for a code, from one browser and for any address; the code itself is kept nowhere."""

    address = models.EmailField(max_length=254)
    nonce = models.CharField(max_length=64, help_text="With the platform's secret key this makes the code.")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=SignInState.choices, default=SignInState.ASKED)
    makes_account = models.BooleanField(
        default=False, help_text="Whether the right code makes an account where the address has none: for invitations."
    )
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    mail = models.OneToOneField(MailMessage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=SignInState.values), name="sign_in_state_known"),
        ]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class SignedInBrowser(models.Model):
    """A browser in which somebody is signed in: it goes with its session. Neither its address nor more is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="browsers")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="browser")
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    signed_in_at = models.DateTimeField(default=timezone.now)
    seen_on = models.DateField(help_text="The last day on which it opened a page.")

    class Meta:
        ordering = ["-seen_on", "-pk"]

    def __str__(self) -> str:
        return f"browser {self.pk} of user {self.user_id}"


class Passkey(models.Model):
    """A key in somebody's device that signs them in. Only its public half is here: nobody signs in with that."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True, help_text="What the device calls it, in base64url.")
    public_key = models.TextField(help_text="The attested credential data of WebAuthn, in base64url.")
    sign_count = models.PositiveBigIntegerField(default=0, help_text="How often the device says that it signed.")
    added_at = models.DateTimeField(default=timezone.now)
    used_on = models.DateField(null=True, blank=True, help_text="The last day on which it signed somebody in.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="passkey_has_name"),
        ]

    def __str__(self) -> str:
        return f"passkey {self.pk} of user {self.user_id}"
