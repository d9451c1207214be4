"""What a post as a whole says of its spacewalk, worked out once and only when it is asked for."""

from dataclasses import dataclass
from functools import cached_property

from relay.core.spacewalk import Segment
from relay.sources.station_blog.identities import (
    Numbers,
    crew_of,
    numbers_of,
    ordinal_of,
    segment_of,
)


@dataclass(frozen=True)
class Whole:
    """The title and the sentences of a post."""

    title: str
    body: tuple[str, ...]

    @cached_property
    def segment(self) -> Segment | None:
        """By the title first, then by the text."""
        return segment_of([self.title, " ".join(self.body)])

    @cached_property
    def numbers(self) -> Numbers:
        """Every agency's number that is printed, with its segment."""
        return numbers_of([self.title, *self.body])

    @cached_property
    def crew(self) -> frozenset[str]:
        """Family names, where the text makes clear who goes out."""
        return crew_of(" ".join(self.body))

    @cached_property
    def ordinal(self) -> int | None:
        """The count among all station spacewalks."""
        return ordinal_of(" ".join([self.title, *self.body]))
