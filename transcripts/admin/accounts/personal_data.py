"""Pages on an account's personal data: download, and erasure after confirmation."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import require
from transcripts.admin.permissions import user_of
from transcripts.models import AccountEvent


class SureForm(forms.Form):
    """The user name, entered once more."""

    name = forms.CharField(label=_("User name, once more"), max_length=150, widget=forms.TextInput)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if name != self.user.get_username():
            raise forms.ValidationError(gettext("This is not the user name of the account."))
        return name


def personal_data_view(request: HttpRequest, object_id: int) -> HttpResponse:
    """Say what the site holds of an account; POST `_export` sends it, `_erase` asks, and `_confirm` erases it.

    For those who manage accounts; nobody but administrators may do it to one of their own. Some sixty queries, for it
    reads every table that names editors.
    """
    user = get_object_or_404(User, pk=object_id)
    mine = user_of(request)
    require(mine.has_perm("auth.change_user") and (mine.is_superuser or not user.is_superuser))
    is_erased = user.username.startswith(actions.ERASED_EDITOR)
    form = SureForm(user, request.POST if "_confirm" in request.POST else None)
    if "_export" in request.POST:
        actions.record_account_event(AccountEvent.What.EXPORT, mine, f"{user.get_username()}: personal data")
        answer = JsonResponse(
            actions.collect_personal_data(user), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        answer["Content-Disposition"] = f'attachment; filename="account-{user.pk}.json"'
        answer["Cache-Control"] = "no-store"
        return answer
    if "_confirm" in request.POST and form.is_valid():
        try:
            written = request.POST.getlist("written")
            erased = actions.erase_editor(user, change=change_by(request), written=written)
        except actions.WrongStateError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The personal data were erased; what was written stays."))
            for place, number in erased.left.items():
                said = gettext("The name still occurs in texts that somebody wrote: %(place)s, %(number)d times.")
                messages.warning(request, said % {"place": place, "number": number})
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
    is_asked = "_erase" in request.POST or form.is_bound
    rows = [] if is_erased else sorted(_counted(user))
    context = {
        **admin.site.each_context(request),
        "opts": User._meta,
        "title": gettext("Personal data"),
        "subtitle": user.get_username(),
        "original": user,
        "form": form,
        "rows": rows,
        "is_erased": is_erased,
        "is_own": user.pk == mine.pk,
        "is_asked": is_asked,
        "written": actions.find_written(user) if is_asked else (),
        "chosen": request.POST.getlist("written"),
    }
    return TemplateResponse(request, "admin/transcripts/accounts/personal_data.html", context)


def _counted(user: User) -> list[tuple[str, int]]:
    """Return how many rows of each kind name the account."""
    return [
        (str(apps.get_model(label)._meta.verbose_name_plural), len(rows))
        for label, rows in actions.collect_personal_data(user)["rows"].items()
    ]
