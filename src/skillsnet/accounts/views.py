"""Signing in with a code by mail, in two steps; leaving is allauth's."""

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.enums import SignInState
from skillsnet.accounts.models import SignIn, User
from skillsnet.accounts.sign_in import NEXT_PAGE_KEY, SIGN_IN_KEY, TooMany, ask_for_code, use_code, wait_sentence
from skillsnet.web.source import source_of


class AddressForm(forms.Form):
    """Asks for the address that a code goes to."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"), max_length=254, widget=forms.EmailInput({"id": "sign-in-email"})
    )


class CodeForm(forms.Form):
    """Asks for the code."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponseBase:
    """Ask for an address, and have a code sent there; the answer is the same whether somebody has it."""
    next_address = own_address(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(next_address or settings.LOGIN_REDIRECT_URL)
    form, status, headers = AddressForm(request.POST or None), 200, {}
    if request.method == "POST" and form.is_valid():
        try:
            sign_in = ask_for_code(
                form.cleaned_data["email"], source=source_of(request), instead_of=request.session.get(SIGN_IN_KEY)
            )
        except TooMany as refusal:
            status, headers = 429, {"Retry-After": str(refusal.seconds)}
            form.add_error(None, wait_sentence(refusal))
        else:
            request.session.update({SIGN_IN_KEY: sign_in.pk, NEXT_PAGE_KEY: next_address})
            return redirect("account_confirm_login_code")
    context = {"form": form, "next": next_address}
    response = render(request, "account/request_login_code.html", context, status=status)
    for name, value in headers.items():
        response[name] = value
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code, and sign in whoever has it."""
    sign_in = SignIn.objects.filter(pk=request.session.get(SIGN_IN_KEY) or 0, state=SignInState.ASKED).first()
    if sign_in is None or request.user.is_authenticated:
        return redirect("account_login")
    if sign_in.expires_at <= timezone.now():
        messages.error(request, _("The code has expired. Ask for a new one."))
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check_code(request, sign_in, form)
    return _code_page(request, sign_in, form)


def _check_code(request: HttpRequest, sign_in: SignIn, form: CodeForm) -> HttpResponseBase:
    use = use_code(sign_in.pk, form.cleaned_data["code"], source=source_of(request))
    if use.user is not None:
        next_address = request.session.pop(NEXT_PAGE_KEY, None) or start_page(use.user)
        request.session.pop(SIGN_IN_KEY, None)
        answer: HttpResponseBase = perform_login(request, use.user, redirect_url=next_address, email=use.user.email)
        return answer
    if not use.tries_left:
        messages.error(request, _("This code no longer works. Ask for a new one."))
        return redirect("account_login")
    tries_sentence = ngettext(
        "The code is wrong. You can try %(count)d more time.",
        "The code is wrong. You can try %(count)d more times.",
        use.tries_left,
    )
    form.add_error("code", tries_sentence % {"count": use.tries_left})
    return _code_page(request, sign_in, form)


def start_page(user: User) -> str:
    """Return where somebody begins who asked for no page: facilitators with what waits for them."""
    return resolve_url("facilitate" if user.is_facilitator else settings.LOGIN_REDIRECT_URL)


def _code_page(request: HttpRequest, sign_in: SignIn, form: CodeForm) -> HttpResponse:
    return render(request, "account/confirm_login_code.html", {"verify_form": form, "email": sign_in.address})


def own_address(request: HttpRequest, address: str | None) -> str:
    """Return where to go after signing in, where that is on this site."""
    is_own = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_own else ""
