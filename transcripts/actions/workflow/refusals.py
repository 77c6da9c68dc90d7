"""The refusal of an uploaded file."""


class UploadRefusedError(Exception):
    """The file is refused; the message is a sentence for the editor."""
