"""Asks a language model through pydantic-ai: any provider it knows, or a local server that speaks the chat wire format.

The model gets the instructions and the numbered statements, nothing else: no tools, no files, no memory of other
questions, no secret beside the key of its own provider in the request's header.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from clausewatch.errors import BadInputError
from clausewatch.nouns.advice import Answer, Declined, Proposal, ProposedSentence, Question, Spent

if TYPE_CHECKING:
    from pydantic_ai import Agent, AgentRunResult
    from pydantic_ai.models import Model

    from clausewatch.analysts.proposed import TypedProposal

_DETAIL = 200
_TRIES = 1


class Wire(StrEnum):
    """How the typed answer is asked for: as a tool call, by the provider's own JSON schema mode, or in the prompt."""

    TOOL = "tool"
    NATIVE = "native"
    PROMPTED = "prompted"


@dataclass(frozen=True, slots=True)
class AdviserSettings:
    """Which model, where, and how much one answer may take. The key is never shown and never stored."""

    model: str
    base_url: str = ""
    key: str = field(default="", repr=False)
    wire: Wire = Wire.TOOL
    timeout_seconds: float = 60.0
    max_output_tokens: int = 1500


@dataclass(frozen=True, slots=True)
class NoAdviser:
    """What stands in where no model is set up."""

    model: str = ""

    def ask(self, question: Question) -> Answer:  # noqa: ARG002 (the port's shape)
        """Nothing, and how to have it otherwise."""
        return Answer(None, declined=Declined.OFF, detail="no model is set up under [adviser]")


class ModelAdviser:
    """An adviser by the settings. `model_of` makes the pydantic-ai model; tests bring pydantic-ai's own test models.

    The model is made at the first question: commands that ask nothing need neither the library nor right settings.
    """

    def __init__(
        self, settings: AdviserSettings, model_of: Callable[[AdviserSettings], Model] | None = None
    ) -> None:
        self._settings = settings
        self._model_of = model_of or _model
        self._agent: Agent[object, TypedProposal] | None = None

    @property
    def model(self) -> str:
        return self._settings.model

    def ask(self, question: Question) -> Answer:
        """The model's proposal, or why there is none: an answer of another form is asked for once more, then garbage.

        BadInputError where the settings name no model that can be asked.
        """
        agent = self._ready()
        from pydantic_ai import UsageLimits
        from pydantic_ai.usage import RunUsage

        from clausewatch.meaning.advise import material

        usage = RunUsage()
        limits = UsageLimits(
            request_limit=_TRIES + 1, output_tokens_limit=(_TRIES + 1) * self._settings.max_output_tokens
        )
        try:
            made = agent.run_sync(material(question), usage=usage, usage_limits=limits)
        except Exception as error:  # noqa: BLE001 (SDKs of many providers raise what they like; each becomes a value)
            declined, detail = _why(error)
            return Answer(None, _spent(usage), declined, detail.replace(self._settings.key or "\0", "***"))
        return Answer(_proposal(made), _spent(usage))

    def _ready(self) -> Agent[object, TypedProposal]:
        if self._agent is None:
            self._agent = _agent(self._settings, self._model_of(self._settings))
        return self._agent


def _agent(settings: AdviserSettings, model: Model) -> Agent[object, TypedProposal]:
    from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput
    from pydantic_ai.settings import ModelSettings

    from clausewatch.analysts.proposed import TypedProposal
    from clausewatch.meaning.advise import INSTRUCTIONS

    wrapped = {Wire.TOOL: ToolOutput, Wire.NATIVE: NativeOutput, Wire.PROMPTED: PromptedOutput}
    return Agent(
        model,
        output_type=wrapped[settings.wire](TypedProposal),
        instructions=INSTRUCTIONS,
        retries=_TRIES,
        model_settings=ModelSettings(
            temperature=0.0, max_tokens=settings.max_output_tokens, timeout=settings.timeout_seconds
        ),
    )


def _model(settings: AdviserSettings) -> Model:
    """The model at `base_url` in the chat wire format, or one of a provider that pydantic-ai knows by its name."""
    try:
        from pydantic_ai.exceptions import UserError
        from pydantic_ai.models import infer_model
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.openai import OpenAIProvider
    except ImportError as error:
        raise BadInputError(
            f"[adviser] model = {settings.model!r}",
            "the adviser's library is not installed",
            "Install clausewatch[llm], or remove the section",
        ) from error
    provider, _, name = settings.model.partition(":")
    try:
        if settings.base_url or provider == "openai":
            from openai import AsyncOpenAI

            client = AsyncOpenAI(
                base_url=settings.base_url or None,
                api_key=settings.key or "none",
                timeout=settings.timeout_seconds,
                max_retries=0,
            )
            chosen = name if provider == "openai" else settings.model
            return OpenAIChatModel(chosen, provider=OpenAIProvider(openai_client=client))
        return infer_model(settings.model)
    except (UserError, ImportError, ValueError) as error:
        raise BadInputError(
            f"[adviser] model = {settings.model!r}",
            str(error).strip().rstrip("."),
            "Name a model as provider:name, or set base_url to a server that speaks the chat wire format",
        ) from error


def _why(error: Exception) -> tuple[Declined, str]:
    from pydantic_ai import exceptions

    causes = [error, error.__cause__, error.__context__]
    detail = " ".join(str(error).split())[:_DETAIL] or type(error).__name__
    if any(isinstance(each, TimeoutError) or "timeout" in type(each).__name__.lower() for each in causes):
        return Declined.TIMEOUT, detail
    if isinstance(error, exceptions.UsageLimitExceeded):
        return Declined.OVER_BUDGET, detail
    if isinstance(error, exceptions.ModelHTTPError):
        return Declined.REFUSED, detail
    if any("connection" in type(each).__name__.lower() for each in causes):
        return Declined.UNREACHABLE, detail
    return Declined.GARBAGE, detail


def _spent(usage: object) -> Spent:
    return Spent(getattr(usage, "input_tokens", 0) or 0, getattr(usage, "output_tokens", 0) or 0)


def _proposal(made: AgentRunResult[TypedProposal]) -> Proposal:
    given = made.output
    return Proposal(
        given.title,
        tuple(given.topics),
        tuple(
            ProposedSentence(each.part, each.text, tuple(each.cites), tuple(each.quotations))
            for each in given.sentences
        ),
    )
