"""The page of somebody's passkeys, and signing in with one; a code by mail always works too."""

from math import ceil

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skillsnet.accounts.models import User
from skillsnet.accounts.passkeys import (
    SHOWN_KEY,
    add_passkey,
    is_fresh,
    options_to_add,
    options_to_sign_in,
    passkeys_of,
    remove_passkey,
    rename_passkey,
    user_of_passkey,
)
from skillsnet.accounts.sign_in import SIGN_IN_KEY, TooMany, ask_for_code, use_code, wait_sentence
from skillsnet.accounts.viewer import viewer_of
from skillsnet.accounts.views import own_address, start_page
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.web.source import source_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: HttpRequest) -> HttpResponseBase:
    """List somebody's passkeys; sent by POST, add, rename or remove one, or show by a code that it is they."""
    user = request.user
    if not viewer_of(request).is_member or not isinstance(user, User):
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        return _page(request, user)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(request, user)
    except Invalid as refusal:
        return _page(request, user, sentences=list(refusal.problems), status=422)
    except TooMany as refusal:
        answer = _page(request, user, sentences=[wait_sentence(refusal)], status=429)
        answer["Retry-After"] = str(refusal.seconds)
        return answer
    return redirect("account_passkeys")


def _page(request: HttpRequest, user: User, *, sentences: list[str] | None = None, status: int = 200) -> HttpResponse:
    context = {
        "passkeys": passkeys_of(user.pk),
        "fresh": is_fresh(request),
        "code_sent": SIGN_IN_KEY in request.session,
        "problems": [{"sentence": sentence} for sentence in sentences or []],
    }
    return render(request, "account/passkeys.html", context, status=status)


def _add(request: HttpRequest, user: User) -> None:
    if not is_fresh(request):
        raise Invalid([_("You signed in a while ago. Enter a new code before you add a passkey.")])
    passkey = add_passkey(request, user, name=request.POST.get("name", ""), answer=request.POST.get("credential", ""))
    messages.success(request, _("“%(name)s” has been added. You can sign in with it.") % {"name": passkey.name})


def _rename(request: HttpRequest, user: User) -> None:
    if not rename_passkey(_chosen(request), request.POST.get("name", ""), by=user.pk):
        raise Http404
    messages.success(request, _("The name is saved."))


def _remove(request: HttpRequest, user: User) -> None:
    if not remove_passkey(_chosen(request), user):
        raise Http404
    messages.success(request, _("The passkey is removed. Remove it from your device too."))


def _ask(request: HttpRequest, user: User) -> None:
    code = ask_for_code(user.email, source=source_of(request), instead_of=request.session.get(SIGN_IN_KEY))
    request.session[SIGN_IN_KEY] = code.pk


def _show(request: HttpRequest, user: User) -> None:
    use = use_code(request.session.get(SIGN_IN_KEY) or 0, request.POST.get("code", "")[:40], source=source_of(request))
    if use.user is None or use.user.pk != user.pk:
        if not use.tries_left:
            request.session.pop(SIGN_IN_KEY, None)
        raise Invalid([_("The code is wrong or has expired. Check it, or ask for a new one.")])
    request.session.pop(SIGN_IN_KEY, None)
    request.session[SHOWN_KEY] = timezone.now().timestamp()


_ACTS = {"add": _add, "rename": _rename, "remove": _remove, "ask": _ask, "show": _show}


def _chosen(request: HttpRequest) -> int:
    number = request.POST.get("passkey", "")
    return min(whole_number(number) or 0, MAX_ID)


@never_cache
@require_POST
def adding_options(request: HttpRequest) -> HttpResponseBase:
    """Give the browser what it needs to make a passkey, where somebody signed in a few minutes ago."""
    user = request.user
    if not viewer_of(request).is_member or not isinstance(user, User):
        raise Http404
    if not is_fresh(request):
        return JsonResponse({}, status=403)
    return JsonResponse(options_to_add(request, user))


@never_cache
@require_POST
def sign_in_options(request: HttpRequest) -> HttpResponseBase:
    """Give the browser what it needs to sign in with a passkey."""
    try:
        return JsonResponse(options_to_sign_in(request, source=source_of(request)))
    except TooMany as refusal:
        headers = {"Retry-After": str(refusal.seconds)}
        return JsonResponse({"sentence": _limit_sentence(refusal.seconds)}, status=429, headers=headers)


def _limit_sentence(seconds: int) -> str:
    minutes = max(1, ceil(seconds / 60))
    sentence = ngettext(
        "Too many tries to sign in came from your connection. Try again in %(count)d minute.",
        "Too many tries to sign in came from your connection. Try again in %(count)d minutes.",
        minutes,
    )
    return sentence % {"count": minutes}


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in whoever's passkey signed what this browser was given."""
    next_address = own_address(request, request.POST.get("next"))
    if request.user.is_authenticated:
        return redirect(next_address or "account_passkeys")
    user = user_of_passkey(request, request.POST.get("credential", ""))
    if user is None:
        messages.error(request, _("This passkey does not sign in here. Use another one, or a code by mail."))
        return redirect("account_login")
    answer: HttpResponseBase = perform_login(
        request, user, redirect_url=next_address or start_page(user), email=user.email
    )
    return answer
