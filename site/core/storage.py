"""Storage of files that nobody may reach by an address."""

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files on disk without an address: only a view that checks permission can send them."""

    def url(self, name: str | None) -> str:
        """Raise ValueError: a private file has no address."""
        raise ValueError("A private file has no address.")
