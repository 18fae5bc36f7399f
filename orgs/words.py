"""Words put into a sentence. It stands lowest, so that forms and rules can use it as pages do."""


def lowered(text: str) -> str:
    """A text that goes on a sentence: "Role title" becomes "role title"; "NHS number" and "ICB" stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
