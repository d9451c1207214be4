"""Everything that is said, one file per language: keys to templates with named fields."""

from collections.abc import Mapping
from types import MappingProxyType

from relay.core.phrases import de, en, es, fr, ru

PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": en.PHRASES,
        "de": de.PHRASES,
        "fr": fr.PHRASES,
        "es": es.PHRASES,
        "ru": ru.PHRASES,
    }
)
"""By ISO 639-1 code. Each has the keys of English, and in each template the fields of English."""
