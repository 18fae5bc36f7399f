"""Uploads end at 50 MB: nothing beyond it is kept, on disk or in memory, and the page can say so."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 50 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and drops a file that is too large, whatever its name says.

    The request then carries ``upload_too_large = True`` and no such file.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's interface
        self._seen += len(raw_data)
        if self._seen > MOST_BYTES:
            self.request.upload_too_large = True  # type: ignore[union-attr]  # for the form of the page
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  Django's interface
        """The handlers behind keep the file."""
        return
