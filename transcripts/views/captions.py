"""The address to which a program posts captions of a running transcript, with a token."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from transcripts import actions, intake
from transcripts.caching import ResponseKind, cache_policy

_SCHEME = "bearer "


@csrf_exempt
@cache_policy(ResponseKind.PRIVATE)
@require_POST
def captions(request: HttpRequest) -> HttpResponseBase:
    """Take a file of captions as the body of a POST, with its token in the header Authorization.

    201 with the number of turns that came into the queue, 200 where nothing was new, 401 for a token that is none, was
    revoked, has expired or whose transcript is closed, 400 for what is no captions, 409 where the queue is full.
    """
    given = request.headers.get("Authorization", "")
    token = given[len(_SCHEME) :].strip() if given.lower().startswith(_SCHEME) else ""
    feed = actions.find_caption_feed(token) if token else None
    if feed is None:
        return _refuse(401, "This token opens nothing.", {"WWW-Authenticate": 'Bearer realm="captions"'})
    data = request.body
    name = "captions.json" if data.lstrip()[:1] in {b"{", b"["} else "captions.vtt"
    try:
        cues = intake.cues_sent(intake.open_source(data, name))
        queued = actions.receive_captions(feed, cues)
    except intake.IntakeError as error:
        return _refuse(400, str(error), {})
    except actions.WrongStateError as error:
        return _refuse(409, str(error), {})
    return JsonResponse({"cues": len(cues), "queued": queued}, status=201 if queued else 200)


def _refuse(status: int, sentence: str, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
