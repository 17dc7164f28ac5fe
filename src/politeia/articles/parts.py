"""What an article is made of before it has a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from politeia.articles.words import Language

Words = Callable[[Language], str]


def _both(words: Words) -> dict[str, str]:
    return {"text_en": words("en"), "text_fr": words("fr")}


def article(id: str, group: str, en: str, fr: str, words: Words, *named: str) -> dict[str, Any]:
    return {"id": id, "group": group, "title_en": en, "title_fr": fr, **_both(words), "rules": named}
