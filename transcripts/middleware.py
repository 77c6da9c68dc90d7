"""The interface's language is in the path, and nowhere else; what is the same for everybody is compressed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import has_vary_header

COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")


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


class PublicGZipMiddleware(GZipMiddleware):
    """Compress the words that everybody is shown alike, and nothing that depends on a cookie.

    The length of a compressed page can betray a secret in it to whoever can put words into the same page. A public
    page holds none; the desk's pages hold tokens, vary on the cookie, and are sent as they are.
    """

    max_random_bytes = 0  # the padding that hides a secret's length: there is no secret

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        is_private = bool(response.cookies) or has_vary_header(response, "Cookie")
        if response.streaming or is_private or not kind.startswith(COMPRESSIBLE):
            return response
        return super().process_response(request, response)
