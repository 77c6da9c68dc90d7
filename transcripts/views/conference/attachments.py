"""Files of attachments, served only while their conference is public."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from transcripts.attachment_files import send_attachment
from transcripts.models import Attachment, Conference
from transcripts.views import errors


@require_safe
def attachment(request: HttpRequest, public_id: str, name: str) -> HttpResponseBase:
    """Send one file of an attachment. One query; two when it is not found, and those of the error page.

    A file of a withdrawn conference answers 410; every other that is not public, 404.
    """
    found = Attachment.objects.published().filter(public_id=public_id).first()
    if found is None:
        gone = Conference.objects.withdrawn().filter(attachments__public_id=public_id).first()
        return errors.withdrawn(request, gone) if gone else errors.not_found(request)
    return send_attachment(request, found, name) or errors.not_found(request)
