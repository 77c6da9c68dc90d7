"""Errors of the API: a sentence, and the parameters that were wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from rest_framework.exceptions import APIException, MethodNotAllowed
from rest_framework.response import Response


class WrongParametersError(APIException):
    """400: parameters that do not exist here, or values that are not understood, each named with a sentence."""

    status_code = 400
    default_code = "wrong_parameters"

    def __init__(self, wrong: Mapping[str, Sequence[str]]) -> None:
        super().__init__("Some parameters were not understood: " + ", ".join(sorted(wrong)) + ".")
        self.wrong = {name: list(sentences) for name, sentences in wrong.items()}


class GoneError(APIException):
    """410: something that was public once; `tombstone` says when and why it went."""

    status_code = 410
    default_code = "gone"

    def __init__(self, sentence: str, tombstone: Mapping[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.tombstone = dict(tombstone) if tombstone else None


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return an error as JSON; None for what is no error of a request, which is then raised."""
    if isinstance(error, Http404):
        return Response({"detail": "There is nothing at this address."}, status=404)
    if not isinstance(error, APIException):
        return None
    body: dict[str, Any] = {"detail": str(error.detail)}
    if isinstance(error, WrongParametersError):
        body["parameters"] = error.wrong
    if isinstance(error, GoneError) and error.tombstone:
        body["tombstone"] = error.tombstone
    response = Response(body, status=error.status_code)
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = "GET, HEAD, OPTIONS"
    return response
