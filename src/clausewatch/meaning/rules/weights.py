"""The written rules of severity: data. Words first; topics only where words do not tell.

Levels follow the annotators' written decisions: high for rights cut off (caps, indemnities, arbitration), access lost without
notice, training or human reading of what people write, and whole trades barred; low for bans on what the law forbids anyway, for
definitions, procedures and rights kept; medium between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from clausewatch.meaning.sieve import Sieve
from clausewatch.nouns.change import Severity
from clausewatch.nouns.finding import Modality

HIGH, MEDIUM, LOW, NONE = Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.NONE
USER_BOUND = frozenset({Modality.PROHIBITION, Modality.OBLIGATION})
_PLATFORM_ACTS = frozenset({Modality.POWER, Modality.DISCLOSURE, Modality.COMMITMENT})
_TAKES = frozenset({Modality.POWER, Modality.DISCLOSURE, Modality.DISCLAIMER, Modality.OBLIGATION})


@dataclass(frozen=True, slots=True)
class Weight:
    """A rule: a level with its reason, when the words match (and `unless` does not) and the modality is among `when`."""

    level: Severity
    reason: str
    words: Sieve
    when: frozenset[Modality] = frozenset(Modality)
    unless: Sieve | None = None


def _rule(
    level: Severity, reason: str, words: str, when: frozenset[Modality] | None = None, unless: str = ""
) -> Weight:
    return Weight(level, reason, Sieve(words), when or frozenset(Modality), Sieve(unless) if unless else None)


def _of(*modalities: Modality) -> frozenset[Modality]:
    return frozenset(modalities)


NOTHING_SAID = _rule(
    NONE,
    "names a party or publisher and sets no rule",
    r"\b(?:registered (?:office|under number|in)|organi[sz]ed under the laws of|trade (?:and companies )?register|with its (?:registered )?(?:address|offices?) at|company number|share capital)\b",
    _of(Modality.DISCLOSURE, Modality.DEFINITION),
)

RULES: tuple[Weight, ...] = (
    NOTHING_SAID,
    # Rights cut off.
    _rule(LOW, "keeps rights that the law gives anyway", r"\b(?:nothing|not|no)\b[^.;]{0,80}\b(?:exclude|limit|restrict|affect|waive)s?\b|\bunaffected\b|\bstatutory\b|\bunlawful for\b", _of(Modality.COMMITMENT, Modality.RIGHT), r"\b\d+|\bbusiness days|\bfund|réduction|rescission|third part"),
    _rule(MEDIUM, "gives a statutory remedy with money attached", r"\b(?:price reduction|rescission|réduction du prix|résolution du contrat)\b", _of(Modality.RIGHT)),
    _rule(HIGH, "limits or excludes liability for heads of loss", r"\b(?:indirect|consequential|incidental|punitive|exemplary)\b[^.;]{0,120}\b(?:damage|loss)|\bloss of (?:profits?|revenue|goodwill|business)", _of(Modality.DISCLAIMER, Modality.OBLIGATION)),
    _rule(HIGH, "caps liability at an amount", r"\bliabilit\w+\b[^.;]{0,200}(?:\bexceed|\blimited to|\bcapped|\bgreater of|\blesser of|\blimit\b)[^;]{0,160}(?:[$€£]|\bfees\b|\bamounts?\b|\bpaid\b|\b\d{2,}|hundred)", _of(Modality.DISCLAIMER, Modality.DISCLOSURE, Modality.DEFINITION)),
    _rule(HIGH, "the person bound must indemnify the provider", r"\bindemnif|\bhold [^.;]{0,60}harmless", _of(Modality.OBLIGATION)),
    _rule(HIGH, "bars class actions or juries", r"\bclass[- ]?(?:action|arbitration|wide|member)|\brepresentative (?:action|proceeding)|\bjury\b|\bconsolidated\b[^.;]{0,60}proceeding", _of(Modality.PROHIBITION, Modality.OBLIGATION)),
    _rule(HIGH, "forces disputes into arbitration", r"\barbitrat", _of(Modality.OBLIGATION), r"\bunless zyou opt|\bopt(?:ing)? out\b|\bsmall claims\b[^.;]{0,40}\bmay\b|\bsole arbitrator in\b"),
    _rule(HIGH, "money falls due or balances are lost", r"\bforfeit|\b(?:immediately|become) (?:become )?due\b|\bresponsible for (?:our|zplat's) losses\b|\blose (?:access to )?(?:any|all|your) (?:credits?|balance|content)", _TAKES),
    _rule(HIGH, "the person bound releases claims or bears the provider's losses", r"\breleases? (?:zplat|us)\b|\bliable (?:to zplat )?for (?:any|all) (?:losses|damages?)\b", _of(Modality.DISCLAIMER, Modality.OBLIGATION), r"\bnot (?:be )?liable"),
    _rule(MEDIUM, "sets a time limit for claims", r"\b(?:within|after) [^.;]{0,24}\b(?:years?|months)\b[^.;]{0,120}\b(?:claim|action|dispute|arose|accru|supply)|\b(?:action|claim|proceeding)\b[^.;]{0,120}\bwithin [^.;]{0,24}\b(?:years?|months)\b|\btime-barred", _of(Modality.OBLIGATION, Modality.PROHIBITION, Modality.DEFINITION)),
    _rule(MEDIUM, "a way out of arbitration", r"\barbitrat", _of(Modality.RIGHT, Modality.PROCEDURE, Modality.PERMISSION)),
    # Access or content lost without notice.
    _rule(HIGH, "access, content or features may go without notice, at discretion or for any reason",
          r"\b(?:terminat|suspend|remov|delet|revok|clos|disabl|stop|limit|reject|discontinu|block|restrict|cancel|refus|deactivat|withdraw|withh[eo]ld|freez|bann|expel|evict)\w*\b[^;]{0,260}(?:\bwithout (?:any |prior |further )*(?:notice|liability|warning)|\b(?:sole|absolute|own) (?:and absolute )?discretion|\bfor any (?:or no )?reason|\bfor any or no\b|\b(?:at )?(?:our|zplat's) option\b|\bimmediately\b|\bat any time[^.;]{0,30}\breason)",
          _of(Modality.POWER, Modality.DISCLAIMER, Modality.DISCLOSURE), r"\bprohibited by (?:applicable )?law\.?$|\bwith notice\b|\bchange the (?:services?|terms)\b"),
    _rule(HIGH, "access, content or features may go without notice, at discretion or for any reason",
          r"(?:\bwithout (?:any |prior |further )*(?:notice|warning)|\b(?:sole|absolute) (?:and absolute )?discretion|\bfor any (?:or no )?reason)[^;]{0,160}\b(?:terminat|suspend|remov|delet|revok|clos|disabl|report|discontinu|refus|reject)\w*", _of(Modality.POWER, Modality.DISCLAIMER)),
    _rule(HIGH, "terms change as soon as they are posted", r"\b(?:update|change|amend|modif|revis)\w*\b[^;]{0,200}(?:\beffective (?:immediately|on the last updated|upon posting|when posted|as soon as)|\bwithout (?:prior )?notice)", _of(Modality.POWER, Modality.DEFINITION), r"\b(?:\d+|thirty|fifteen|sixty|ninety)\)? days"),
    # What is done with what people write.
    _rule(HIGH, "what people write trains models unless they object", r"\btrain\w*\b[^;]{0,240}(?:\bunless\b|\bopt(?:ed|s)?[- ]?(?:ed )?out|\bdoes not apply)|\bopt(?:ed)?[- ]?out[^;]{0,160}\b(?:not apply|train)", _of(Modality.POWER, Modality.DISCLOSURE)),
    _rule(HIGH, "what people write trains models by default", r"\btrain\w*\b[^.;]{0,120}\bby default\b|\bby default\b[^.;]{0,120}\btrain", _of(Modality.POWER, Modality.DISCLOSURE), r"\bnot\b"),
    _rule(HIGH, "what people write may improve or train the product", r"\bmay use (?:your|the|all|any)? ?(?:content|inputs?|outputs?|materials|conversations|prompts|chats|files|submissions|(?:zcust|customer) data)[^;]{0,120}\b(?:improv|train|develop)", _of(Modality.POWER), r"\bfeedback\b"),
    _rule(HIGH, "takes a broad licence over content", r"\b(?:licen[cs]e|permission|rights?)\b[^;]{0,300}(?:\bsublicens|\birrevocabl|\bperpetual|\bpublicly (?:display|perform)|\btransferable)|\b(?:sublicens\w+|irrevocable|perpetual)\b[^;]{0,120}\blicen[cs]e", _of(Modality.POWER), r"\bnon-?sublicens|\bnon-?transferable"),
    _rule(HIGH, "feedback carries customers' data with it", r"\bfeedback\b[^;]{0,260}\b(?:customer data|inputs?|outputs?|conversation)\b[^;]{0,120}\b(?:any manner|without|train)", _of(Modality.POWER)),
    _rule(HIGH, "people read or keep chats despite deletion", r"\bhuman (?:review|moderator|annotator|evaluator|reader)|\b(?:read|listen(?:ed)? to|viewed|reviewed) (?:by [^.;]{0,40}\b(?:humans?|people|persons|employees|staff|contractors|annotators)|[^.;]{0,20}\byour (?:chats?|conversations?|messages|prompts|recordings))|\breview(?:ed|ers?)\b[^.;]{0,40}\b(?:human|people|employees)|\bnot deleted when\b", _of(Modality.DISCLOSURE, Modality.POWER)),
    _rule(HIGH, "information may go to authorities at the provider's discretion", r"\bdiscretion\b[^.;]{0,160}\b(?:law enforcement|authorit|government)", _of(Modality.POWER), r"\bexceptions?\b|\bcontracts?\b"),
    # Trades barred.
    _rule(LOW, "bars mass-casualty weapons, unlawful anyway", r"\bhigh-yield|\b(?:biological|chemical|radiological)[^.;]{0,30}(?:weapons?|agents|nuclear)", _of(Modality.PROHIBITION), r"\bconventional|\bmilitary\b|\bfirearm|itar\b"),
    _rule(HIGH, "bars arms or defence work", r"\bweapons? (?:development|procurement|or use|systems?|design)|\bdesign[^.;]{0,60}\bweapons|\bmilitary\b|\bwarfare\b|\bnuclear (?:industr|facilit|energy|applications)|\bbattlefield|\bdefen[cs]e (?:industry|contractor|application)|\bnational security\b|\bintelligence (?:purposes|agenc)|\barms (?:manufactur|trade)", _of(Modality.PROHIBITION), r"\billegal weapons|\bterroris"),
    _rule(HIGH, "bars political campaigning or lobbying", r"\bcampaign(?:ing|s)? (?:target|purposes)|\bpolitical campaign|\blobbying|\bvote or campaign|\bvoter target|\bcampaign materials", _of(Modality.PROHIBITION), r"\bsuppress|\bdeceptive\b|\bfraud"),
    _rule(HIGH, "bars the adult trade", r"\bporn|\bsexual(?:ly)? explicit|\bsexual (?:intercourse|acts|gratification|content|services)|\bsex acts|\bescort|\badult (?:content|industry|entertainment)", _of(Modality.PROHIBITION), r"\bminor|\bchild|\bnon-?consensual|\bexploit|\btraffick|\bnudity\b|\bviolence\b|\bwithout (?:their )?consent"),
    _rule(HIGH, "bars gambling", r"\bgambling|\bbetting\b|\bcasino", _of(Modality.PROHIBITION), r"\bgift cards"),
    _rule(HIGH, "bars payments, trading or crypto assets", r"\btransfers? money|\bcryptocurrenc|\bexecutes? financial transactions|\bdigital currenc", _of(Modality.PROHIBITION), r"\bpurchases? of\b"),
    _rule(HIGH, "bars critical infrastructure, vehicles or machinery", r"\b(?:operation of )?critical infrastructure\b[^.;]{0,80}(?:transport|machinery|vehicle)|\bheavy machinery|\bautonomous vehicles|\bair traffic|\blife support", _of(Modality.PROHIBITION)),
    _rule(HIGH, "bars automated decisions with consequences for people", r"\b(?:automat\w*|make|making|makes)\b[^.;]{0,40}\bdecisions?\b[^;]{0,300}\b(?:high-stakes|high-risk|legal|material|consequential|employment|credit|housing|insurance|rights)|\bhigh-stakes decisions|\bconsequential (?:decisions|impact)", _of(Modality.PROHIBITION), r"\bparole|\bcriminal justice|\bimpairing|\bdistort"),
    _rule(HIGH, "bars professional advice without a professional", r"\b(?:legal|medical|financial|tax|investment|professional)\b[^.;]{0,40}\badvice\b|\badvice\b[^.;]{0,60}\b(?:licen[cs]e|legal|medical|financial)|\bfinancial guidance", _of(Modality.PROHIBITION), r"\brel(?:y|iance|ying)\b|\bsubstitute\b"),
    _rule(HIGH, "bars health or card data", r"\bprotected health information|\bhipaa|\bpci dss|\bpayment card data|\bphi\b", _of(Modality.PROHIBITION)),
    _rule(HIGH, "bars competing products or training on output", r"\bcompet(?:e|es|ing|itive)\b|\b(?:train|develop)\w*\b[^.;]{0,80}\b(?:ai|artificial intelligence|machine learning|foundation|language|large)\b[^.;]{0,40}(?:models?|technolog|algorithm|system)|\bmodel (?:scraping|distillation|extraction)|\bdistill", _of(Modality.PROHIBITION), r"\bimage\b|\bsubliminal|\bmislead"),
    _rule(HIGH, "bars tracking people, facial recognition or predictive policing", r"\btrack\b[^.;]{0,160}\b(?:facial recognition|predictive policing)|\bmass surveillance", _of(Modality.PROHIBITION)),
    _rule(HIGH, "a qualified person must check before use", r"\bqualified professional\b[^;]{0,120}\breview|\blicensed professional must|\bhuman[- ]in[- ]the[- ]loop\b", _of(Modality.OBLIGATION)),
    # Bans on lawful but narrow conduct, before those on what is unlawful anyway.
    _rule(MEDIUM, "bars lawful but narrow conduct, or sets a condition of consent or permission",
          r"\bwithout (?:the |their |a |any |prior |appropriate |explicit |express )*(?:consent|authori[sz]ation|permission|approval|attribution|oversight|confirmation)\b|\bunless zyou have\b|\bwhen it was not\b|\bexcept (?:when|where)\b|\blikeness\b|\bdeepfake",
          _of(Modality.PROHIBITION), r"\b(?:malware|impersonat\w+ another|intimate images|csam|trafficking)\b|\bassign\b|\btrademark|\blogos?\b|\bname\b[^.;]{0,30}\blogo"),
    _rule(LOW, "concerns marks, names or assignment only", r"\blogos?\b|\btrademarks?\b|\bassign (?:or transfer )?(?:its|your|this|these|the|any)|\bpublicity\b", _of(Modality.PROHIBITION, Modality.POWER), r"\bcontent\b[^;]{0,80}\bsublicens"),
    _rule(MEDIUM, "bars lawful uses of creative, social or scientific kind", r"\berotic|\bgraphic violence|\bgore\b|\bnudity|\bmisinformation|\b(?:false|misleading|deceptive) (?:or (?:misleading|false|deceptive) )?(?:information|claims|content)\b[^.;]{0,120}\b(?:health|science|medical|events|person|group)|\bpersonas?\b|\bacademic dishonesty|\bplagiari|\bhuman-(?:generated|made|written)|\bpredictive policing|\bcriminal(?:ity)? risk|\bcriminal justice|\bsocial scoring|\bbiometric|\bemotion|\bfacial recognition|\bprofil(?:e|ing)\b|\bsensitive (?:information|attributes)|\bprivate (?:or sensitive )?information|\bpayday|\bstock trading|\bregulated\b|\bunlicensed|\bdiscrimination\b[^.;]{0,120}\b(?:employment|credit|housing|provision)|\bcredentials\b[^.;]{0,60}(?:provenance|marks|signals)|\bwatermark|\bprovenance|\bsafety testing|\bred[- ]team|\bfirearms|\bonline influence", _of(Modality.PROHIBITION), r"\bminors?\b|\bcyber|\bpassword|\baccount login|\bhatred\b|\bunauthori[sz]ed access"),
    _rule(LOW, "bars what is unlawful or harmful anyway", r"\b(?:violen(?:ce|t)|terroris|extremis|suicide|self-harm|disordered eating|eating disorder|child sexual|csam|minors?\b|children|traffick|exploit(?:ation|s) (?:of )?(?:children|individuals)|prostitution|hate|hateful|hatred|discriminat|harass|bull(?:y|ied)|threat|intimidat|stalk|humiliat|defam|libel|malware|ransomware|virus|phishing|spam|scams?|fraud|fake (?:ids?|reviews|engagement)|falsified|counterfeit|illegal|unlawful|break the law|controlled substances|drugs|animal cruelty|sexual violence|non-?consensual|intimate|genocid|denialism|infring|misappropriat|violates? (?:any )?(?:applicable )?law|violates? anyone|subliminal|vulnerabilit(?:y|ies) of (?:a )?(?:person|people|children|group)|age, disability|impersonat|voter|deceiv|unauthori[sz]ed access|fake)", _of(Modality.PROHIBITION), r"\bregulated/controlled|\bvulnerabilities in (?:systems|any)|\bbackground check"),
    _rule(LOW, "bars false sign-up details or sharing of credentials", r"\b(?:api keys?|passwords?|credentials?|login)\b|\bfalse, inaccurate", _of(Modality.PROHIBITION, Modality.OBLIGATION)),
    # Duties.
    _rule(LOW, "a general duty to obey the law or the terms", r"\bcompl(?:y|ies|iance) with (?:all |any |the )?(?:applicable )?(?:\w+ ){0,3}laws?|\bgeneral code of conduct|\bagree(?:ing)? to (?:these|the|our) terms|\bsubject to the [a-z ]{3,60} terms|\bcomply with\b[^.;]{0,40}\b(?:policies|rules)", _of(Modality.OBLIGATION), r"\bsolely responsible|\bresponsible for\b|\bsecurity\b|\bfees\b|\bminors\b"),
    _rule(MEDIUM, "answers for accounts, agents, end users or outputs", r"\bresponsib\w+ (?:and liable )?(?:for|to)\b[^.;]{0,200}\b(?:activit|acts|end users?|agents|outputs?|transactions|claims|account|content|evaluat)|\bresponsibility to evaluate", _of(Modality.OBLIGATION)),
    _rule(MEDIUM, "sets an age or a label that must be shown", r"\b(?:at least|under|over) (?:the age of )?\d{2}\b|\bminors\b|\b(?:must|clearly) (?:be )?disclos", _of(Modality.OBLIGATION), r"\bwhere required by\b"),
    _rule(MEDIUM, "fixes court or law", r"\bcourts?\b|\bjurisdiction\b|\barbitrator\b", _of(Modality.OBLIGATION, Modality.DEFINITION), r"\bcompetent jurisdiction\b|\binvalid\b|\bseverab|\bunenforceable|\bmeans\b"),
    _rule(LOW, "a technical, notice or cooperation duty", r"\b(?:must|shall|will) (?:promptly )?(?:notify|inform|provide|define|verify|handle|include|restrict|execute|maintain verified)\b|\bmanually review|\bpay(?:ing)? (?:any |the |all )?(?:applicable )?fees\b", _of(Modality.OBLIGATION), r"\bbreach|\bidentity\b|\bsecurity measures|\bcontact us and provide details"),
    # What the provider does, tells and promises.
    _rule(LOW, "free use of suggestions", r"\bfeedback\b|\bsuggestions?\b", _of(Modality.POWER, Modality.OBLIGATION)),
    _rule(MEDIUM, "says that models learn from data", r"\btrain(?:s|ed|ing)?\b[^.;]{0,80}\bmodels?\b|\bmodels?\b[^.;]{0,60}\btrain|\bdevelop or improve the services|\bimprove (?:and|or) train", None, r"\bemployees\b|\bstaff\b|\bcompetes?\b"),
    _rule(MEDIUM, "takes data from outside or reuses it widely", r"\bthird[- ]party sources|\bpublicly available (?:information|on the internet|data)|\bwide range of|\bvariety of business purposes|\bbusiness (?:operations|partners)|\bpartners\b[^.;]{0,60}\b(?:ads|advertis|marketing|receive|queries)|\bto help us develop new|\balways public|\bvoice|\bcamera|\bhow you type|\bspecial protections|\bdisclos\w+ [^.;]{0,60}\bsuccessor|\bcorporate (?:event|transaction)|\bbankruptcy", _of(Modality.DISCLOSURE, Modality.POWER), r"\bmerchant"),
    _rule(MEDIUM, "keeps or watches what people do", r"\bmonitor|\bclassifiers?\b|\bfor purposes of (?:monitoring|preventing)|\bkeep your\b|\bretain(?:ed)?\b[^.;]{0,60}(?:\d|until|as long)|\bstored before|\bbefore it's stored|\bautomated means", _of(Modality.DISCLOSURE, Modality.POWER)),
    _rule(MEDIUM, "prices, renewal or charges", r"\b(?:chang|increas)\w* (?:our|the|its|your)? ?(?:subscription )?(?:prices?|fees)|\bprice of the|\bautomatically (?:renew|charge)|\bcharge you\b|\bnon-?refundable|\brefund\b|\bgross|\bdeduction or withholding|\bminimum commitment", None, r"\bto dispute\b|\bmay cancel\b.{0,10}$"),
    _rule(MEDIUM, "terms, features or access may change", r"\b(?:update|change|amend|modify|suspend|terminat|remov|delet|block|discontinu|limit)\w*\b", _of(Modality.POWER), r"\bpublicity\b"),
    _rule(MEDIUM, "a promise with a period of notice, or with exceptions", r"\b(?:\d+|thirty|fifteen|sixty|ninety|five|48|72)\)?[ -](?:business |calendar )?(?:days?|hours?|months?)\b|\badvance notice|\breasonable efforts to notify|\bunless (?:longer|we|it is|prohibited|such)|\bexcept in accordance|\blegal process|\blaw enforcement authorit|\bnotif(?:y|ies) (?:zcust|customer)", _of(Modality.COMMITMENT), r"\bstatutory\b|\bguarantee\b|\bsold\b"),
    _rule(MEDIUM, "limits what staff, buyers or advertisers get", r"\baccess to (?:conversations|content)|\bnot (?:be )?used? (?:[a-z ]{0,40})(?:personaliz|advertis|train)|\bnot “?sold|\"sold\"|\btargeted advertising|\bwill defend\b|\bindemnification obligations|\breport to (?:the )?(?:relevant )?(?:law enforcement )?authorit|\breport all\b|\baudit\b[^;]{0,200}\bat zcust's expense|\bpersonali[sz]ed advertising|\bsafe harbou?r|\blegal action\b|\bgood faith\b|\bwarrants?\b|\breturn or delete", _of(Modality.COMMITMENT), r"\baudit reports\b"),
    _rule(MEDIUM, "gives a choice over training or over money", r"\btrain|\bmodel improvement|\brefund|\bcancel\b[^.;]{0,80}\b\d+ days|\bown the output|\bowns? (?:its |the |all |any )?outputs?|\bretain(?:s)? (?:all |your )?(?:ownership )?rights|\bterminate (?:these|this)|\baudit\b|\bobject to\b[^.;]{0,40}\bsubprocessor|\bcorrection\b|\bglobal privacy control", _of(Modality.RIGHT, Modality.PERMISSION), r"\breproduc|\bfile an appeal|\bright to (?:access|know|request)"),
    # No promise about the product.
    _rule(LOW, "warns that output may be wrong or alike", r"\b(?:accura|inaccura|mistakes?|wrong|unique|similar|identical|error[- ]free|fully secure)\w*\b", _of(Modality.DISCLAIMER), r"\bas[- ]is\b|\bwarrant|\bliab|\bresponsib|\bguarantee|\bbeta\b"),
    _rule(LOW, "promises no placement", r"\b(?:ranking|placement|visibility|promotion)\b", _of(Modality.DISCLAIMER), r"\bliab"),
    _rule(LOW, "excuses what nobody can help, or declines a service", r"\bbeyond (?:its|our|their|the) (?:reasonable )?control|\bforce majeure|\bno obligation to (?:host|monitor|provide|notify)|\bunder no obligation to\b", _of(Modality.DISCLAIMER), r"\bbeta\b|\bpreview\b|\balpha\b|\bexperimental\b|\bearly access"),
)  # fmt: skip

# A duty that binds both sides, or people outside the contract, is mechanics unless words say more.
MUTUAL = "binds both sides alike, or outsiders only"
# Where no rule of words holds: what a statement of the modality usually weighs.
BY_MODALITY = {
    Modality.PROHIBITION: (MEDIUM, "bars conduct that may be lawful"),
    Modality.OBLIGATION: (MEDIUM, "binds to act"),
    Modality.PERMISSION: (LOW, "leaves a choice"),
    Modality.POWER: (MEDIUM, "reserves a power to the provider"),
    Modality.COMMITMENT: (LOW, "an ordinary promise"),
    Modality.RIGHT: (LOW, "keeps or gives an ordinary right"),
    Modality.DISCLOSURE: (LOW, "tells of an ordinary practice"),
    Modality.DEFINITION: (LOW, "fixes meaning or mechanics"),
    Modality.DISCLAIMER: (MEDIUM, "excludes a promise or a responsibility"),
    Modality.PROCEDURE: (LOW, "a step or contact"),
    Modality.NONE: (NONE, "no provision"),
}

# Where no rule of words holds but the topic tells: by the annotators' written decisions on kinds of terms.
BY_TOPIC: dict[str, tuple[Severity, frozenset[Modality]]] = {
    "RISK.liability_limit": (HIGH, _of(Modality.DISCLAIMER)),
    "RISK.user_indemnity": (HIGH, _of(Modality.OBLIGATION)),
    "DISPUTE.arbitration": (HIGH, _of(Modality.OBLIGATION)),
    "DISPUTE.class_jury": (HIGH, _of(Modality.PROHIBITION, Modality.OBLIGATION)),
    "ABUSE.compete": (HIGH, _of(Modality.PROHIBITION)),
    "HIRISK.consequential": (HIGH, _of(Modality.PROHIBITION)),
    "INTG.elections": (HIGH, _of(Modality.PROHIBITION)),
    "HIRISK.state_military": (HIGH, _of(Modality.PROHIBITION)),
    "HIRISK.prof_advice": (HIGH, _of(Modality.PROHIBITION)),
    "HARM.sexual": (HIGH, _of(Modality.PROHIBITION)),
    "ENTERPRISE.regulated_data": (HIGH, _of(Modality.PROHIBITION)),
    "LIFECYCLE.after_end": (HIGH, _of(Modality.POWER, Modality.DISCLOSURE, Modality.OBLIGATION)),
    "CONTENT.training": (HIGH, _of(Modality.POWER)),
    "CONTENT.licence": (MEDIUM, _of(Modality.POWER)),
    **dict.fromkeys(("HARM.violence", "HARM.selfharm", "HARM.csae", "HARM.trafficking", "HARM.hate", "HARM.harassment", "HARM.defamation", "INTG.fraud", "INTG.inauthentic", "INTG.manipulation", "INTG.impersonation", "HARM.unlawful", "CONTENT.third_party_rights", "CONTENT.provider_ip", "ACCESS.licence_grant", "GENERAL.boilerplate", "HARM.weapons"), (LOW, USER_BOUND)),
    **dict.fromkeys(("ACCESS.acceptance", "ENTERPRISE.roles", "ENTERPRISE.confidential", "PAY.fees", "HIRISK.oversight", "ENTERPRISE.audit", "ACCESS.region", "OUTPUT.third_party", "PAY.marketplace"), (LOW, _of(Modality.OBLIGATION))),
    **dict.fromkeys(("OUTPUT.accuracy", "OUTPUT.ownership", "SHARE.security"), (LOW, _of(Modality.DISCLAIMER))),
    **dict.fromkeys(("SHARE.merger", "LIFECYCLE.monitoring", "CONTENT.training", "LIFECYCLE.service_change"), (MEDIUM, _of(Modality.DISCLOSURE))),
    **dict.fromkeys(("SHARE.government", "SHARE.breach", "LIFECYCLE.service_change", "LIFECYCLE.appeal", "PAY.price_change", "CONTENT.training", "RISK.provider_indemnity", "LIFECYCLE.after_end", "HARM.csae"), (MEDIUM, _of(Modality.COMMITMENT))),
    **dict.fromkeys(("CONTENT.training_optout", "CONTENT.training", "PAY.refund", "ENTERPRISE.audit", "ENTERPRISE.subprocessors"), (MEDIUM, _of(Modality.RIGHT, Modality.PERMISSION, Modality.PROCEDURE))),
    **dict.fromkeys(("CONTENT.feedback", "CONTENT.provider_ip", "GENERAL.boilerplate"), (LOW, _of(Modality.POWER))),
}  # fmt: skip
