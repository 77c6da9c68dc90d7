"""The interface's language is in the path, and nowhere else."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class PathLocaleMiddleware(LocaleMiddleware):
    """Activate the language that the path names, else the default; no cookie and no header has a say.

    Django's own middleware also varies pages without a prefix on Accept-Language, which would
    make every cache in front of the site keep a copy for each reader's browser.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        translation.activate(language or translation.get_supported_language_variant("en"))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response
