"""The form in which a language model's answer is asked for and checked."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from clausewatch.nouns.finding import Part


class TypedSentence(BaseModel):
    model_config = ConfigDict(extra="ignore")

    part: Part = Part.WHAT
    text: str = Field(min_length=3, max_length=400)
    cites: list[Annotated[str, Field(max_length=40)]] = Field(max_length=12)
    quotations: list[Annotated[str, Field(max_length=600)]] = Field(default_factory=list, max_length=6)


class TypedProposal(BaseModel):
    """A title, topics and sentences about the numbered statements."""

    model_config = ConfigDict(extra="ignore")

    title: str = Field("", max_length=120)
    topics: list[Annotated[str, Field(max_length=60)]] = Field(default_factory=list, max_length=3)
    sentences: list[TypedSentence] = Field(default_factory=list, max_length=6)
