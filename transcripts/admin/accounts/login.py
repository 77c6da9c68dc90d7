"""The login page of the admin."""

from typing import Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from transcripts.admin.accounts.devices import keep_mark
from transcripts.admin.accounts.throttle import note_failure, note_success, seconds_to_wait


class DeskLoginView(LoginView):
    """Django's page, on which somebody who failed too often must wait, whatever they type."""

    authentication_form = AdminAuthenticationForm
    template_name = "admin/login.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(request.POST.get("username", ""))
        wait = seconds_to_wait(request, name)
        if wait:
            return self._make_wait(wait)
        response: HttpResponse = super().post(request, *args, **kwargs)
        if response.status_code == 200:  # the form is shown again
            note_failure(request, name)
        else:
            note_success(request, name)
            keep_mark(request, response)
        return response

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in, or lead to the page of the second factor, if the account has one."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        credentials = {"username": form.get_user().get_username()}
        return cast(HttpResponse, perform_password_login(self.request, credentials, login))

    def _make_wait(self, seconds: int) -> HttpResponse:
        """Show the form with the time to wait, without looking at the password."""
        minutes = -(-seconds // 60)
        said = ngettext(
            "Too many failed attempts. Please wait %(minutes)s minute, then try again.",
            "Too many failed attempts. Please wait %(minutes)s minutes, then try again.",
            minutes,
        ) % {"minutes": minutes}
        form = AdminAuthenticationForm(self.request)
        response = self.render_to_response(self.get_context_data(form=form, must_wait=said))
        response.status_code = 429
        response.headers["Retry-After"] = str(seconds)
        return response
