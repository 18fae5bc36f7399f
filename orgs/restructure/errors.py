"""Why a change of the hierarchy is refused, in sentences."""


class RestructureError(ValueError):
    """What was asked for may not be: `sentences` says why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


class OutdatedError(RestructureError):
    """Somebody else changed the plan, or the tree or the roles changed since it was rehearsed."""


class VerificationError(RestructureError):
    """What was written is not what was rehearsed; everything has been taken back.

    The message has counts and is for the log; `sentences`, which a page shows, have none.
    """

    def __init__(self, *found: str) -> None:
        super().__init__(*found)
        said = "What was written was not what had been checked, so everything has been taken back."
        self.sentences = [said, "Tell whoever runs the platform."]
