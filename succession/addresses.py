"""Addresses of the many parts of one plan: each kind is reversed once, whatever the number of rows."""

from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


@dataclass(frozen=True)
class Addresses:
    """The addresses of an employer's posts and nominations, by the name of the page and the public id."""

    unit_code: str
    _patterns: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, public_id: UUID) -> str:
        """The address of the page ``succession:name`` about one post or nomination."""
        if name not in self._patterns:
            self._patterns[name] = reverse(f"succession:{name}", args=[self.unit_code, _ANY])
        return self._patterns[name].replace(str(_ANY), str(public_id))
