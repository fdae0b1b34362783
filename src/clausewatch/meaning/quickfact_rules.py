"""The quick facts: by which topics and words a statement answers each question. Precision comes before recall."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausewatch.nouns.finding import FactKind, Modality, TopicId
from clausewatch.nouns.knowledge import QuickFactId

_Q, _M, _K = QuickFactId, Modality, FactKind

_CONSUMER = ("Terms of Service", "Privacy Policy")
_TERMS = ("Terms of Service", "Commercial Terms", "Developer Terms")
_PRIVACY = ("Privacy Policy", "Terms of Service", "Business Privacy Policy")
_PROCESSING = ("Data Processor Agreement", "Commercial Terms", "Business Privacy Policy")
_USE = ("Acceptable Use Policy", "Terms of Service", "Developer Terms")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one question is answered.

    A statement answers it when one of its first two topics is in `topics`, its modality in `modalities` (any, when
    empty), every one of `needs` is found in its words and none of `avoids`. Among answers those of
    `documents` for the same readers as the first of these come first; then those that match `prefers`,
    that stand in an earlier one of `documents`, and that carry a fact of `facts` come first. The answer in short is
    that fact where it is the only one of its kind and, if its role is known, of `roles`, or, with `nearest`, the one nearest to the preferred words.
    """

    id: QuickFactId
    question: str
    topics: tuple[TopicId, ...]
    needs: tuple[str, ...]
    documents: tuple[str, ...]
    avoids: str = r"(?!)"
    prefers: str = r"(?!)"
    modalities: frozenset[Modality] = frozenset()
    facts: tuple[FactKind, ...] = ()
    roles: tuple[str, ...] = ()
    nearest: bool = False


_PLATFORM_ACTS = frozenset({_M.POWER, _M.COMMITMENT, _M.DISCLOSURE, _M.PROHIBITION, _M.RIGHT, _M.PERMISSION})

RULES: tuple[Rule, ...] = (
    Rule(
        _Q.TRAINING,
        "Is what users enter used to train models?",
        ("CONTENT.training",),
        (
            r"\btrain(s|ing)?\b|\btrained (on|with|using)\b|\b(improv|develop)\w*\b[^.]{0,60}\b(models?|machine learning|AI)\b",
            r"\b(content|inputs?|prompts?|outputs?|conversations?|chats?|data|materials?|files?|feedback|interactions?)\b",
        ),
        _CONSUMER,
        avoids=r"\byou (may not|must not|shall not|will not|agree not)\b|\bpublicly available\b",
        prefers=r"\b(your|customer|user)\w*\b[^.]{0,80}\btrain|\btrain\w*\b[^.]{0,80}\b(your|customer|user)",
        modalities=frozenset({_M.POWER, _M.COMMITMENT, _M.DISCLOSURE, _M.PROHIBITION}),
    ),
    Rule(
        _Q.TRAINING_CHOICE,
        "Can a user opt out of training?",
        ("CONTENT.training_optout",),
        (
            r"\bopt(s|ed|ing)?[\s-]?(out|in)\b|\b(turn|switch|toggl)\w*\b|\bdisabl\w+|\bsettings?\b|\bobject\b|\bchoose\b",
            r"\btrain\w*|\bimprov\w+|\bmodels?\b",
        ),
        _CONSUMER,
        prefers=r"\byou (can|may|have the right)\b",
        facts=(_K.SETTING, _K.LINK),
    ),
    Rule(
        _Q.RETENTION,
        "How long are personal data or content kept?",
        ("SHARE.retention",),
        (
            r"\b(retain|retention|keep|kept|stor(e|ed|age)|delet\w+|purg\w+|remov\w+)\b",
            (
                r"\b(\d+|thirty|sixty|ninety|one|two|three|six|twelve)\W+(\(\d+\)\W+)?(hours?|days?|weeks?|months?|years?)\b"
                r"|\bas long as\b|\bno longer (needed|necessary)\b"
            ),
        ),
        _PRIVACY,
        prefers=r"\b(personal (data|information)|content|conversations?|chats?|inputs?|prompts?)\b",
        facts=(_K.PERIOD,),
        roles=("retention period", "deadline"),
    ),
    Rule(
        _Q.HUMAN_REVIEW,
        "May people read what users enter?",
        ("LIFECYCLE.monitoring", "CONTENT.training", "SHARE.providers", "CONTENT.feedback", "SHARE.security"),
        (
            r"\b(humans?|manual(ly)?|personnel|employees?|staff|reviewers?|annotators?|moderators?)\b",
            r"\b(review|reviews|reviewed|reviewers?|reviewing|read|reads|access|accessed|view|annotat\w+)\b",
            r"\b(content|inputs?|prompts?|outputs?|conversations?|chats?|messages?|files?|recordings?|activity)\b",
        ),
        _PRIVACY,
        avoids=r"\b(your employees|you review|employer|appeal\w*|job)\b",
        prefers=r"\bhuman review|\bhumans?\b[^.]{0,40}\breview|\breview\w*\b[^.]{0,60}\b(content|inputs?|prompts?|conversations?|chats?|data)\b",
        modalities=frozenset({_M.POWER, _M.COMMITMENT, _M.DISCLOSURE, _M.PROHIBITION, _M.PROCEDURE}),
    ),
    Rule(
        _Q.OUTPUT_OWNERSHIP,
        "Who owns what the service generates?",
        ("OUTPUT.ownership",),
        (
            r"\b(own|owns|owned|ownership|assigns?|title)\b",
            r"\b(outputs?|generated|creations?|responses?|content|materials?|results?)\b",
        ),
        _TERMS,
        avoids=r"\b(similar|unique|other users)\b",
        prefers=r"\boutputs?\b",
    ),
    Rule(
        _Q.LIABILITY_CAP,
        "Up to what amount does the provider answer for damage?",
        ("RISK.liability_limit",),
        (
            r"\bliab\w+",
            r"\bexceed\w*\b|\blimited to\b|\b(no|not) more than\b|\b(greater|lesser|higher) of\b|\bmaximum\b|\bcapped\b",
        ),
        _TERMS,
        prefers=r"\baggregate\b|\btotal\b|\bgreater of\b",
        facts=(_K.AMOUNT,),
        roles=("liability cap",),
    ),
    Rule(
        _Q.ARBITRATION,
        "Do disputes go to arbitration?",
        ("DISPUTE.arbitration",),
        (r"\barbitrat\w+",),
        _TERMS,
        prefers=r"\b(agree|resolved?|settled?|submit\w*|binding|mandatory|required)\b",
        modalities=frozenset(
            {_M.OBLIGATION, _M.DEFINITION, _M.PROHIBITION, _M.RIGHT, _M.PROCEDURE, _M.PERMISSION}
        ),
    ),
    Rule(
        _Q.CLASS_WAIVER,
        "Is taking part in a group action given up?",
        ("DISPUTE.class_jury",),
        (
            r"\b(class|collective|representative)\b[\w\s,/-]{0,40}\b(actions?|proceedings?|arbitrations?|lawsuits?|basis|claims?)\b",
        ),
        _TERMS,
        prefers=r"\b(waive\w*|only|not)\b",
    ),
    Rule(
        _Q.GOVERNING_LAW,
        "Which law governs?",
        ("DISPUTE.law",),
        (r"\blaws?\b", r"\b(govern\w*|appl(y|ies)|interpret\w*|constru\w+)\b"),
        _TERMS,
        avoids=r"\b(mandatory|consumer protection)\b",
        prefers=r"\blaws? of\b|\blaw (will|shall) govern\b",
        facts=(_K.PLACE,),
        roles=("governing law",),
    ),
    Rule(
        _Q.AGE,
        "From which age may the service be used?",
        ("ACCESS.age",),
        (
            r"\b(1[0-9]|2[01])\b|\b(thirteen|fourteen|sixteen|eighteen)\b",
            r"\b(at least|under|below|over|older|minimum|aged?|years?)\b",
        ),
        _CONSUMER,
        avoids=r"\bknowingly\b",
        prefers=r"\bat least\b|\bminimum age\b|\bor older\b|\bmust be\b",
        facts=(_K.AGE,),
        roles=("minimum age",),
        nearest=True,
    ),
    Rule(
        _Q.TERMINATION_NOTICE,
        "Is there notice before an account is suspended or closed?",
        ("LIFECYCLE.suspend_terminate",),
        (
            r"\b(notice|notif\w+|advance|warning|warn|inform)\b",
            r"\b(terminat\w+|suspen\w+|clos\w+|deactivat\w+|delet\w+|discontinu\w+|restrict\w*)\b",
        ),
        _TERMS,
        prefers=r"\b(prior|advance|without) (written )?notice\b|\bdays\b",
        modalities=frozenset({_M.POWER, _M.COMMITMENT, _M.PROCEDURE, _M.RIGHT, _M.PERMISSION, _M.DISCLOSURE}),
        facts=(_K.PERIOD,),
        roles=("notice period", "deadline"),
    ),
    Rule(
        _Q.CHANGE_NOTICE,
        "How are changes of the terms announced?",
        ("LIFECYCLE.terms_change",),
        (
            r"\b(notice|notif\w+|inform|announce\w*|e-?mail|post(ed|ing)?|advance|tell)\b",
            r"\b(chang\w+|updat\w+|modif\w+|amend\w*|revis\w+)\b",
        ),
        _TERMS,
        prefers=r"\bdays\b|\badvance\b|\bprior notice\b",
        facts=(_K.PERIOD,),
        roles=("notice period", "deadline"),
    ),
    Rule(
        _Q.SUBPROCESSOR_NOTICE,
        "Is there notice of new sub-processors?",
        ("ENTERPRISE.subprocessors",),
        (
            r"\bsub-?\s?processors?\b",
            r"\b(notif\w+|notice|inform\w*|days|subscri\w+|announce\w*|updat\w+ (the|its|our) list)\b",
        ),
        _PROCESSING,
        prefers=r"\bdays\b|\b(new|additional|replace\w*|adding|change\w*)\b",
        modalities=_PLATFORM_ACTS | {_M.PROCEDURE, _M.OBLIGATION},
        facts=(_K.PERIOD,),
        roles=("notice period", "deadline"),
    ),
    Rule(
        _Q.LAW_ENFORCEMENT,
        "When do data go to authorities?",
        ("SHARE.government",),
        (
            r"\b(disclos\w+|shar(e|es|ed|ing)|provid\w+|respond\w*|access|transfer\w*|produce)\b",
            (
                r"\b(law enforcement|courts?|subpoenas?|governments?|authorit(y|ies)|legal (process|requests?|obligations?)"
                r"|regulators?|required by law|applicable law)\b"
            ),
        ),
        _PRIVACY,
        prefers=r"\blaw enforcement\b|\bgovernment",
        modalities=frozenset(
            {_M.POWER, _M.COMMITMENT, _M.DISCLOSURE, _M.PROCEDURE, _M.PROHIBITION, _M.PERMISSION}
        ),
    ),
    Rule(
        _Q.PROHIBITED_SECTORS,
        "Which fields of work are shut out?",
        (
            "HIRISK.state_military",
            "HARM.weapons",
            "HIRISK.agentic_physical",
            "HIRISK.surveillance",
            "HARM.unlawful",
        ),
        (
            (
                r"\b(military|warfare|armed forces|espionage|critical infrastructure|gambling|law enforcement"
                r"|nuclear (industr|energy|power|facilit)\w*|national security|defen[cs]e (industr|contractor)\w*|aviation|aircraft|medical devices?|payday|heavy machinery)\b"
            ),
        ),
        _USE,
        prefers=r"\b(industr(y|ies)|military|warfare|critical infrastructure)\b",
        modalities=frozenset({_M.PROHIBITION}),
    ),
    Rule(
        _Q.EXPORT,
        "What is said of export controls and sanctions?",
        ("ENTERPRISE.trade_law", "ACCESS.region"),
        (
            r"\b(export\w*|re-?export\w*|sanction(s|ed)|embargo\w*|OFAC|restricted part(y|ies)|denied persons?)\b",
        ),
        _TERMS,
        prefers=r"\bexport\w*\b",
    ),
    Rule(
        _Q.AI_DISCLOSURE,
        "Must people be told that they face AI or its output?",
        ("OUTPUT.disclose_ai", "INTG.passing_off"),
        (
            r"\b(AI|artificial intelligence|automated|bots?|chatbots?|generated|human\w*)\b",
            r"\b(disclos\w+|tell|inform\w*|labels?|represent\w*|mislead\w*|claim\w*|notif\w+|aware|convinc\w+|presented)\b",
        ),
        _USE,
        avoids=r"\b(credentials|watermarks?|provenance)\b",
        prefers=r"\bdisclos\w+\b",
        modalities=frozenset({_M.PROHIBITION, _M.OBLIGATION, _M.COMMITMENT, _M.DISCLOSURE}),
    ),
)

NEEDS: dict[QuickFactId, tuple[re.Pattern[str], ...]] = {
    rule.id: tuple(re.compile(need, re.IGNORECASE) for need in rule.needs) for rule in RULES
}
AVOIDS: dict[QuickFactId, re.Pattern[str]] = {
    rule.id: re.compile(rule.avoids, re.IGNORECASE) for rule in RULES
}
PREFERS: dict[QuickFactId, re.Pattern[str]] = {
    rule.id: re.compile(rule.prefers, re.IGNORECASE) for rule in RULES
}
