"""The error that an uploaded file raises when it is refused."""


class UploadRefusedError(Exception):
    """An uploaded file is refused; the message is a sentence for the editor."""
