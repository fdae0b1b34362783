"""The words by which statements forbid, bind, allow, promise and tell: patterns over marked text (see `names`)."""

from __future__ import annotations

import re

from clausewatch.meaning.sieve import Sieve

P = r"(?:zplat)"
U = r"(?:zyou|zcust|zdev|zuser)"
B = r"(?:zboth|(?:zyou|zcust) (?:and|or) zplat|zplat (?:and|or) (?:zyou|zcust))"
T = r"(?:zthird)"
# What may stand between a subject and its verb: companions, adverbs, one parenthesis.
AFTER = (
    r"(?: us| ireland| inc\.?| llc| ltd\.?)?(?: \([^()]{1,80}\))?(?:,? (?:and|or|nor) (?!zplat|zyou|zcust)[a-z' ]{2,40}?(?= (?:may|might|can|could|will|shall|must|should|would|cannot|do|does|did|is|are|has|have|reserve|agree|make|warrant|disclaim|grant|collect|use|share|process|retain|provide|assume|accept|acknowledge|own)s?\b))?"
    r"(?:, [^,.;]{3,90},)?(?: (?:(?!(?:only|rely|apply|supply|comply|reply|imply)\b)[a-z]{2,12}ly|also|then|however|always|further|hereby|each|both|either|therefore|thus|still|nevertheless|nonetheless|furthermore|moreover))*"
)


def compiled(pattern: str) -> Sieve:
    return Sieve(pattern)


def subject(party: str, verb: str) -> re.Pattern[str]:
    """Finds `party` as the subject of `verb`."""
    return re.compile(rf"\b{party}(?!'s){AFTER} {verb}")


NOT_ALLOWED = (
    r"(?:may not|must not|shall not|should not|cannot|can't|can not|will not|won't|do not|don't|may never|must never|shall never|may only|can only|"
    r"may neither|shall neither|must neither|will neither|are not (?:allowed|permitted|authori[sz]ed|to)|is not (?:allowed|permitted|authori[sz]ed|to)|are prohibited|is prohibited|"
    r"agrees? not to|agrees? to (?:not|never)\b|agrees? (?:that )?(?:zyou|zcust|zdev|zuser) (?:will|shall|may|must) not|(?:undertake|promise|covenant)s? not to|are forbidden|"
    r"may,? [^.;]{0,60}?,? not\b|must refrain|shall refrain|agrees? to refrain|will never|may not,)"
)
BAN_PHRASE = compiled(
    r"\b(?:is|are|be|being) (?:strictly |expressly |also |hereby |explicitly |generally )?(?:prohibited|forbidden|banned|disallowed|not (?:permitted|allowed|authori[sz]ed|acceptable)|off[- ]limits)\b"
    rf"|\b{P}{AFTER} (?:do not|don't|does not|doesn't|will not|won't|never) (?:allow|permit|tolerate|support|accept)\b|\b{P}{AFTER} (?:strictly |also )?(?:prohibits?|forbids?|bans?|disallows?)\b"
    r"|\b(?:is|are) (?:always )?(?:a |in )?(?:violation|breach) of (?:our|zplat's|these|this|the)\b|\bin violation of (?:these|our|the|this) (?:[a-z]+ )?(?:terms|agreement|rules|polic)|\bcannot be (?:reproduced|copied|used|modified|distributed|transferred|assigned|resold|shared) [^.;]{0,60}\bwithout\b|\bnot eligible to (?:use|access|register|join|open)\b|\bprohibits?\b(?! by)|\bmay be used only\b|\bcan only be used\b|\bmay only be used\b|\bno (?:user|person|party|part|one)\b[^.;]{0,40} (?:may|shall|can)\b"
    r"|\b(?:is|are|be) (?:against|contrary to|a (?:breach|violation) of) (?:our|zplat's|these|the|this) (?:[a-z]+ )?(?:rules?|terms|polic|guidelines|standards)"
    r"|\b(?:may|must|shall|can) ?not be (?:listed|posted|uploaded|offered|advertised|promoted|traded|shipped|submitted|combined|cached|altered|circumvented|bypassed|disabled|misused)\b"
    r"|\b(?:no place (?:for|on|in|here)|zero[- ]tolerance)\b|\bnever (?:permitted|allowed|acceptable)\b|\b(?:may|must|shall|should) not (?:be )?(?:used?|enable|allow|evade|contain|include|attempt|collect|share|sell|transfer|export|"
    r"assign|copy|modify|distribut\w+|publish|reproduc\w+|shared?|sold|resold|made available)\b"
)
BAN_OPENING = compiled(
    r"^\W*(?:(?:if|when|where|unless|while|once)\b[^.;,]{3,160}, )?(?:please )?(?:do not(?! track\b| sell or share)|don't|never|refrain from|avoid|no (?!warrant|liabilit|guarantee|refund|sale\b|party|limit|provision|part\b|fail)\w+ing\b|not\b(?! all))"
)
BAN_HEAD = compiled(
    r"\b(?:do not|don'?ts?|prohibit\w*|forbidden|disallowed|restrict(?:ions|ed) (?:use|content|activit)\w*|use restrictions|usage restrictions|restrictions|what you (?:can't|cannot|may not) do|"
    r"not (?:allowed|permitted)|unacceptable|banned|unsupported use|misuse|no[- ]go|off[- ]limits)\b"
)
DUTY = (
    r"(?:must|shall|will|need to|needs to|ha(?:s|ve) to|(?:is|are)(?: \w+ly| also| still)* (?:required|responsible|obliged|liable|obligated|bound|accountable|expected)|agrees?|acknowledges?|understands?|"
    r"represents?|warrants?|undertakes?|accepts?|consents?|ensures?|assumes?|bears?|should|certif(?:y|ies)|indemnif(?:y|ies)|authori[sz]es?|confirms?|owes?|remains? (?:\w+ly )?(?:responsible|liable)|"
    r"may be (?:required|asked|charged|liable|responsible))\b"
)
MAY = r"(?:may|can|might|could|(?:is|are) (?:able|free|allowed|permitted|entitled|welcome|eligible)|will be able|ha(?:s|ve) the (?:option|ability|choice|opportunity)|choose|chooses|decide)\b"
RIGHTFUL = compiled(
    r"\b(?:ha(?:s|ve) (?:a|the|certain|several|additional)?\s?(?:\w+ )?(?:right|rights)\b|(?:is|are|be) entitled to|may be entitled|may have (?:[a-z]+ ){0,2}rights?\b|owns? (?:the|all|any|your|its)\b|retains?\b|(?:will |shall )?(?:also |additionally )?(?:enjoys?|benefits?) (?:from )?(?:any |the |all )?(?:protection|mandatory|following|statutory|legal)|keep (?:all|your) (?:rights|ownership)|"
    r"remains? (?:yours|zyours|the property)|(?:shall |will )?(?:vests?|be vested) (?:solely |exclusively )?(?:in|with) (?:zyou|zcust|zdev|zuser)|(?:belongs? to|(?:remains?|stays?|rests?|lies?) with) (?:zyou|zcust|zdev|zuser)|belongs? to (?:zyou|zcust|zdev|zuser)|(?:is|are|be) (?:owned by|the (?:sole )?property of) (?:zyou|zcust|zdev|zuser)|droit (?:à|de)\b|haben? das recht)"
)
RIGHT_MATTER = compiled(
    r"\b(?:authori[sz]ed agent|dispute resolution (?:body|board|entity)|ask zplat (?:to|for|whether)|appeal|terminat\w+|cancel\w*|withdraw\w*|close (?:your|its|their)|end (?:it|your|this|the|these)\b|delete (?:your|its|their|the|all|any) (?:[a-z]+ ){0,2}(?:accounts?|profile|data|information)|stop using|local courts?|court|object to|objection|complain\w*|lodge|refund|opt[- ]out|opt out|audit|"
    r"export|port\b|portab\w+|supervisory authorit\w+|authority|ombuds\w+|remedy|statutory|on[- ]site|challenge|contest|revoke|request (?:a copy|access|that|the|deletion|correction|erasure))\b"
)
CONTROL = compiled(
    r"\b(?:settings?|control\w*|manage|choose|decide|turn (?:on|off)|switch (?:on|off)|toggle|unsubscribe|disable|deactivate|enable|preferences|app\b|dashboard|delete|export|parental|edit|update|adjust|clear|"
    r"opt[- ]out link|select|customi[sz]e)\b"
)
CONTACT = compiled(
    r"\b(?:contact (?:us|zplat)|email(?:ing)? (?:us|zplat)|by emailing|e-mail(?:ing)? zplat|reach (?:us|zplat|out to zplat)|contact zplat|write to|emailing|email zplat|contact our|email us|by (?:mail|post|phone|e-?mail)|"
    r"report (?:it|them|this|a|any)\b|submit (?:a|your|an) (?:request|report|claim|complaint|form|ticket)|"
    r"filing a|via the form|online form|following details|at the address|through (?:the|our) (?:form|portal))"
)
CLAIM_DATA = r"(?:collects?|receives?|obtains?|process(?:es)?|stores?|uses?|shares?|discloses?|retains?|keeps?|logs?|records?|transfers?|combines?|analy[sz]es?|infers?|derives?|gathers?|tracks?|sells?|provides?|gets?|asks?|rel(?:y|ies)|aggregates?|associates?|links?|saves?)"
POWER = r"(?:(?:is|are) free to|(?:will|shall|do|does) (?:also )?(?:have|retain|be entitled|reserve)s? (?:the )?(?:sole |exclusive )?(?:right|to)|may|might|can|could|reserves?|is entitled|are entitled|has the right|have the right|is authori[sz]ed|are authori[sz]ed|has sole|have sole|retains? the right|(?:is|are) (?:also )?(?:permitted|allowed) to|has (?:the )?(?:sole |full )?discretion|have (?:the )?(?:sole |full )?discretion)\b"
WILL_NOT = r"(?:will not|won't|shall not|do not|don't|does not|doesn't|never|cannot|must not|has not|have not|haven't|hasn't|may not|will never|is not|are not|aren't|isn't)\b"
WILL = r"(?:will|shall|must|commits?|undertakes?|warrants?|represents?|guarantees?|ensures?|promises?|agrees?|strives?|makes? (?:every |reasonable |commercially )?(?:effort|reasonable efforts)|endeavou?rs?|aims?|only|is committed|are committed|maintains?|protects?|complies|encrypts?|employs?|implements?|requires?)\b"
GRANT_TO_PLATFORM = compiled(
    rf"(?<!that )(?<!which )(?<!information )(?<!data )(?<!details )\b{U}(?!'s){AFTER} (?:hereby )?(?:grants?|gives?(?=[^.;]{{0,60}}\b(?:permission|consent|leave|rights?|licen[cs]e|authori[sz]ation|authority)\b)|assigns?|licen[sc]es?|authori[sz]es?|permits?|allows?)\b(?! (?:any|other|another|someone|anyone|others)\b)|\bgrant (?:{P}|a)\b[^.;]{{0,100}}\b(?:licen[cs]e|right|permission)"
    rf"|\b{U}{AFTER} (?:agrees?|acknowledges?|consents?|understands?|authori[sz]es?)(?: and (?:agrees?|acknowledges?|authori[sz]es?|consents?))?,?(?: that)?(?:,? to [^,.;]{{2,220}}?,| \([ivxa]+\))? {P}{AFTER} (?:may|can|might|has the right|reserves|is (?:entitled|authori[sz]ed))\b"
)
GRANT_TO_USER = compiled(
    rf"\b{P}(?!'s){AFTER} (?:hereby )?(?:grants?|gives?|licen[sc]es?|allows?|permits?)\b (?:to )?{U}"
    rf"|\b{U}(?!'s) (?:is|are) (?:hereby )?granted\b|\b(?:is|are) (?:generally |also )?(?:permissible|permitted|allowed)\b(?! by (?:law|applicable))"
)
EXCLUSION = compiled(
    r"\b(?:not|never|nor|neither [^.;]{0,300}?|none of [^.;]{0,90}?|in no way [^.;]{0,60}?|not, [^.;]{0,60}?,) (?:be |be held |held |in any way )?(?:[a-z]{2,12}ly )?(?:liable|responsible)\b(?! disclosure)|\b(?:aren't|isn't|won't be) (?:liable|responsible)\b|\bno (?:[a-z]+ (?:or )?){0,2}(?:obligations?|liability|liabilities|responsibility|duty)\b(?! to give)|\bin no event\b(?! less| later)|\bunder no (?:circumstances|theory)\b|"
    r"\bliabilit\w+[^.;]{0,160}?(?:not exceed|limited to|is limited|be limited|excludes?\b|(?:is|are|be) (?:hereby )?excluded|capped|no greater)|\blimits? (?:our|zplat's) (?:total |aggregate )?liability|\bexclude[sd]? (?:all )?(?:any )?liability\b|\bassumes? (?:all|any|the entire|full) (?:risk|liability|responsibility)|"
    r"\bat (?:your|(?:zcust|zyou|zuser|zdev)'s) (?:own|sole) risk\b|\bsole (?:and exclusive )?remed(?:y|ies)\b|\bdisclaim(?:s|ed)?\b|\breleases? (?:zplat|us)\b[^.;]{0,160}\bfrom (?:any|all)\b|\bexcluded from any\b|\bnot (?:imply|mean|amount to|constitute)\b[^.;]{0,40}\bendors|\bfor (?:your )?convenience only\b|\b(?:simply|solely|only|merely|purely) (?:as a|for (?:your|the|our users')) convenience\b|\bnot be (?:construed|deemed|interpreted|considered|taken|understood|regarded|treated)\b[^.;]{0,60}\b(?:warrant\w*|admissions?|guarantees?|representations?|endorsements?|advice|offers?|recommendations?|promises?|commitments?)\b|\b(?:for|as) (?:general )?information(?:al)?(?: purposes)? only\b|\bnot (?:be )?a substitute for\b|\bfor your information only\b|\bnot (?:intended|meant|designed|licensed)(?: or [a-z]+)? (?:for use in|to support|to carry|as substitut)|\bnot (?:intended|meant|designed) (?:to (?:be (?:a )?|substitute|replace|constitute)|as (?:a )?)[^.;]{0,60}\b(?:advice|substitut\w+|diagnos\w+|professional|recommendation|medical|legal|financial)|\bbears? no\b|\bassumes? no\b|\baccepts? no\b|\btakes? no responsib|\bnot (?:take|assume|accept|bear) (?:any |full |the )?(?:responsibility|liability|risk)|\b(?:limitations?|exclusions?|limits|disclaimers?)\b[^.;]{0,60}\b(?:apply|applies)\b(?<!not apply)(?! to (?:zyou|zcust)\b)"
)
SAVED = compiled(
    r"(?:\brights\b[^.;]{0,60}\b(?:is|are) not (?:[a-z]+ly )?(?:limited|affected|excluded|restricted|waived)|\b(?:nothing|not|no)\b[^.;]{0,80}?(?:\bexcludes?|\blimits?|\brestricts?|\baffects?|\bwaives?|\bintended to (?:exclude|limit|affect))\b(?![^.;]{0,20}liabilit\w+ (?:is|shall))|\bremains? unaffected|\bunaffected by\b|cannot be (?:limited|excluded|waived)|\bunlawful for\b)"
)
AS_IS = compiled(
    r"\"as[- ]is\b|\b(?:on an?|provided|offered|supplied|available|delivered) \"?as[- ]is\b|\bas[- ]is\"? (?:basis|and \"?as)|\bas[- ]available\b|\bwithout (?:any )?(?:express |implied )?(?:warrant|representation|guarantee)|\b(?:no|not make any|make no|makes no|do not make any|does not make any|don't make|doesn't make)\b[^.;]{0,30}(?:warrant|guarantee|promise|representation)|"
    r"\b(?:not|cannot) (?:guarantee|warrant|promise|represent)\b|\b(?:is|are) not (?:guaranteed|error[- ]free)|\bexclu\w+ [^.;]{0,30}warrant"
)
NO_REFUND = compiled(
    r"\bsales? (?:is|are) final\b|\bnon-?refundable\b|\bno refunds?\b|\bnot (?:be )?(?:refund\w*|entitled to (?:a |any )?refund|eligible for (?:a )?refund)|\bfinal and non|\bnot (?:receive|get|be (?:given|issued|paid|offered)) (?:a |any )?(?:[a-z]+ )?(?:refunds?|reimbursement)\b"
)
FALLIBLE = compiled(
    r"\b(?:may|might|can|could)(?: not| sometimes| occasionally| also)*(?: always)? (?:be |contain |produce |generate |include |make |give |provide |result in |have )?(?:you |zyou )?(?:[a-z]+ ){0,3}?(?:inaccura\w+|accurate|incorrect|wrong|errors?|mistakes?|defects?|bugs|unreliable|reliable|unique|offensive|biased|incomplete|misleading|similar|identical|inappropriate|not appropriate|objectionable|unexpected|undesirable|out[- ]of[- ]date|fails?|interrupt\w+|unavailable)\b"
    r"|\b(?:no|not) [^.;]{0,140}?(?:(?:fully|completely|100%|entirely|absolutely|perfectly|totally|ever) (?:secure|safe|error[- ]free|reliable)|impenetrable|infallible|foolproof|immune|free of risk)|\bhallucinat|\boutputs?\b[^.;]{0,60}\b(?:similar|identical|the same)\b|\bmay not work\b|\bnot always (?:be )?(?:accurate|right|correct|reliable)|\btechnical limitations\b"
)
CLASS_WAIVER = compiled(
    r"\b(?:class[- ]?(?:action|arbitration|wide|member|proceeding)|representative (?:action|proceeding)|collective action|consolidated|jury|individual (?:basis|capacity)|as an individual)s?\b"
)
WAIVES = compiled(
    r"\bwaiv|\bnot (?:be )?(?:allowed|permitted|brought|consolidat|participate|join|bring|combine)|\bnot as (?:a |an |part of)|\bas an individual\b|\bone by one\b|\b(?:only|solely) (?:on|in) (?:an |its |their |your |his or her )?individual (?:basis|capacity)|\bmay not\b|\bgive up\b|\bprohibit"
)
ARBITRATES = compiled(r"\barbitrat")
BINDING = compiled(r"\b(?:agrees?|must|shall|will be|binding|mandatory|required|exclusively|finally)\b")
FORUM = compiled(
    r"(?:\bexclusive(?:ly)?\b|\bmust be brought|\bsubmits? to\b|\bbrought (?:only |solely )?in\b|\bsole jurisdiction)[^.;]{0,140}\b(?:courts?|jurisdiction|venue|tribunals?)\b|\b(?:courts?|venue)\b[^.;]{0,140}\b(?:exclusive|must be brought)"
)
DEFINES = compiled(
    r"^\W*(?:in (?:that|this|such|which) (?:case|event),? )?(?:(?:an? |the )?(?:(?:term|word|expression)s? )?|words like |for (?:the )?purposes? of [^,]{3,60}, )?\"[^\"]{2,80}\"(?:[,;]? (?:or|and|\"[^\"]{2,60}\"|\([^)]{2,60}\)))* ?(?:\([^)]{0,80}\) ?)?(?:(?:will |shall )?(?:also )?(?:refers? to|means?)|describes?|denotes?|stands? for|has the meaning|have the meaning|includes?|is|are)\b"
    r"|^(?!this |which |it |[^.;]{0,60}\bby (?:[a-z-]+ ){0,4}means\b)[^.;]{2,60}? (?:shall mean|means|has the meaning|have the meanings?|refers to|is defined as)\b(?! (?:that )?z)|\bby \"?[^,.;]{2,50},? zplat means?\b|\bin this (?:policy|agreement|document|section),? (?:zplat )?(?:refers?|uses?|means?|calls?)\b"
)
MECHANICS = compiled(
    r"\b(?:these|this|the|our|such) (?:[a-z-]+ ){0,5}?(?:terms?|agreement|policy|addendum|dpa|section|provisions?|supplement\w*|disclosures?|contract|appendix|license|notice|content)\b[^.;]{0,120}? (?:(?:will|shall|do|does|also|only|not|and|should) )*"
    r"(?:governs?|apply|applies|constitutes?|supersedes?|prevails?|be governed|is governed|are governed|controls?|be interpreted|commences?|forms? (?:a |an )?part|take precedence|takes precedence|be read|survives?|be construed|be effective|covers?|are an agreement|is an agreement)\b"
    r"|\blaws? (?:of [^.;]{2,80} )?(?:will |shall )?(?:govern|apply|applies)\b|\bgoverned by\b|\border of precedence\b|\b(?:invalid|unenforceable|illegal|void)\b[^.]{0,200}\b(?:remain|remaining|sever|severed|affect)|\bnull and void\b|\bseverable\b|\bentire (?:agreement|understanding)|\ball (?:other )?rights [^.;]{0,40}(?:are|is) reserved\b|\bdoes not include\b|\b(?:licen[cs]es?|rights) (?:[a-z ]{0,30})?(?:shall |will )?(?:automatically )?(?:ends?|lapses?|ceases?|terminates?)\b|\bindependent contractors\b|\blicen[cs]ed under (?:their|its) own\b|\bin (?:the )?(?:case|event) of (?:any |a )?(?:conflict|inconsistenc|discrepanc)|\bversion (?:shall |will )?prevails?\b|\bzboth to (?:this|the) (?:contract|agreement)\b|\b(?:this|the) (?:agreement|contract|addendum) (?:shall |will )?(?:starts?|begins?|takes? effect|enters? into force|comes? into force|continues?|remains? in (?:force|effect)|expires?)\b|\bno (?:relationship|partnership|joint venture|agency)\b|\bindependent contractors?\b"
    r"|\bincorporated (?:herein |into [^.;]{2,60})?by reference|\bmodule (?:one|two|three|four)\b|\btime[- ]barred\b|\bis the (?:data )?controller\b|\b(?:shall|will) (?:survive|continue for the duration)|\bno waiver\b|\bfailure to enforce\b|\bthird[- ]party beneficiar"
    r"|\b(?:apply|applies) to (?:zyou|your|the|all|use)\b|\bare the controller\b|\bacts? as (?:a |an |the )?(?:independent |data )*(?:controller|processor)|\bis (?:the |a )?(?:controller|processor)\b|\bconstitutes? an (?:offer|agreement)|\bconfidential information of\b|\bis [^.;]{2,30} confidential information\b"
)
# Pieces that stand apart, since a pattern is passed over quickly only where all of its pieces hold a telling word.
DEFINES_TOO = tuple(
    compiled(each)
    for each in (
        r"\b(?:is|are) (?:collectively |together )?(?:referred to|known|defined) (?:herein |in these terms )?as (?:the |an? )?\"[^\"]{2,60}\"(?:\W*$| (?:within|in this|herein|in these|throughout|-)|,)",
        r"^\W*[^.;:]{2,80}? (?:is|are) (?:any (?!time)|(?:anyone|someone|zuser) (?:who|that)|(?:a|any|the) (?:natural |legal )?(?:person|individual|entity|organi[sz]ation) (?:who|that|which)|a (?:small )?(?:text|piece of|string|data) )",
        r"\bzplat (?:define|call)s? [^.;]{2,80}? as\b",
        r"^\W*the (?:full |legal |registered )*name of\b",
    )
)
MECHANICS_TOO = tuple(
    compiled(each)
    for each in (
        r"\bnot (?:mean|imply|constitute|amount to|be (?:construed|deemed|considered|taken|regarded|interpreted)(?: as| to be)?)\b[^.;]{0,60}\bwaiv",
        r"\bwaivers? (?:of|by)\b[^.;]{0,80}\bnot\b",
        r"\b(?:is|are|forms?|constitutes?) (?:a |an )?(?:legal(?:ly)? )?(?:binding )?(?:agreement|contract)\b",
        r"\b(?:shall|will|must|should|are to|is to) be (?:construed|interpreted|read|deemed (?:to be |to have been )?(?:given|received|served|delivered|accepted))\b",
        r"\bbinding (?:up)?on\b[^.;]{0,60}\b(?:successors|parties|assigns|heirs)\b",
        r"\bis (?:entered into |made )?between zyou\b",
        r"\bintegral part of\b",
        r"\b(?:shall|will) be (?:considered|deemed|regarded as|treated as) (?!to\b|accept)",
        r"^\W*(?:an? |the )?[a-z-]{3,25}(?: [a-z-]{3,25})? (?:also |does not |do not )?(?:includes?|excludes?),? (?:without limitation|but (?:is |are )?not limited to|(?:all|any|data|only)\b)",
        r"\bsets? (?:out|forth) the (?:terms|conditions|rules)\b",
        r"\bcontinues? to apply\b",
        r"\b(?:contract|agreement)\b[^.;]{0,80}\b(?:is|be|are) (?:formed|concluded|made|entered into) when\b",
        r"\b(?:not|never) (?:be |operate as |constitute |mean |be (?:deemed|considered) )*a waiver\b",
        r"\b(?:is|are) (?:only |not )?applicable (?:only )?to\b",
    )
)
DUE = compiled(
    r"\b(?:requires? (?:zyou|zuser|zcust) to|must|shall|needs? to|ha(?:s|ve) to|(?:is|are) (?:\w+ly )?(?:required|expected|obliged|obligated) to|should|(?:will|shall) be (?:paid|payable|due|borne|responsible|resolved|brought)|will become (?:immediately )?due|(?:is|are) (?:due|payable)|(?:responsibility|obligation) to)\b"
)
AFFECTED = compiled(
    r"\b(?:is|are|be|been|being) (?:[a-z]+ly )?(?:collected|processed|stored|used|shared|disclosed|retained|kept|logged|recorded|transferred|combined|sold|provided|obtained|received|sent|reviewed|trained|removed|deleted|discontinued|coarsened|public)\b"
)
PROMISED = compiled(
    r"\b(?:is|are|will be|be) (?:never|not|only) (?:be )?(?:[a-z]+ly )?(?:used|shared|sold|disclosed|stored|retained|trained|accessed|processed|linked|transferred|kept|collected|logged|recorded|rented|tracked|passed on)|\b(?:will|shall) (?:not|never) be (?:[a-z]+ly )?(?:made|given|disclosed|used|sold|shared|passed|charged|rented|kept|retained|stored|transferred|combined|published|increased|introduced|held|applied|affected|read|reviewed|accessed|treated)\b|\b(?:deleted|removed|erased|anonymi[sz]ed) [^.;]{0,60}\bwithin\b|\b(?:is|are) limited to\b|\b(?:is|are) designed to (?:conform|comply|protect)|\bonly (?:granted|given|used|shared|made|kept|processed|accessed|as long as|for as long|to the extent|when|where|if|for)\b|\bno longer than\b"
    r"|\b(?:is|are) encrypted\b|\bindemnification obligations\b|\b(?:is|are) (?:bound by|subject to) (?:[a-z]+ ){0,4}(?:confidential|secrecy)|\b(?:they|who|that|which|parties|providers|processors|vendors|contractors|employees|staff|suppliers|partners)\b[^.;]{0,120}\b(?:obligated|obliged|required|bound|contractually [a-z]+) (?:not to|to (?:keep|protect|safeguard|maintain|treat))\b|(?<!zyou )(?<!zuser )(?<!zcust )(?<!zdev )\bare (?:[a-z]+ly )?(?:obligated|obliged|required|bound) to (?:keep|protect|safeguard|treat)\b"
)
PROMISED_TOO = tuple(
    compiled(each)
    for each in (
        r"^\W*(?:[^.;]{2,80}, )?no [^.;,]{2,80}?(?:is|are|will be) (?:ever |being )?(?:used|shared|sold|disclosed|stored|retained|collected|logged|recorded|set|placed|tracked|kept|charged|processed|transferred|made)\b",
        r"(?<!not )(?<!not be )\b(?:deleted|removed|erased|overwritten|purged|destroyed|anonymi[sz]ed) (?:automatically |permanently )?(?:after|once|as soon as|upon|no later than|when)\b|\bat the latest\b|\b(?:securely|separately) stored\b|\bstored (?:securely|separately|on secure)\b|\b(?:is|are) not (?:being )?(?:tracked|connected to|linked to|associated with|accessible (?:by|to))\b|\b(?:no|none of) [^.;]{0,40}\b(?:gets?|receives?|sees?|has access to) (?:any of )?your\b|\bnone of your\b|\b(?:will|shall) be made (?:clear|known|available) to (?:zyou|zcust|zuser)|\bnot (?:directed|targeted|intended|designed|aimed|meant)\b[^.;]{0,40}\b(?:children|minors|kids|under)\b",
        r"\b(?:is|are|will be|shall be) (?:issued|paid|credited|refunded|returned|answered|handled|acknowledged|sent) (?:[^.;]{0,40} )?(?:within|no later than) ",
        r"\b(?:is|are|will be) (?:made )?available (?:up)?on request\b|\b(?:takes? place|happens?|occurs?|(?:is|are) made) (?:only|solely|exclusively)\b|\b(?:will|shall) be (?:[a-z]+ly )?(?:announced|notified|informed|posted|published|returned|destroyed|erased|anonymi[sz]ed|credited|refunded|reimbursed|encrypted|kept confidential)\b",
    )
)
PROCEDURAL = compiled(
    r"^\W*(?:in order )?to [a-z]+\b[^.;:]{2,140}\b(?:zyou|zcust|zuser|zdev) (?:need to|have to|must|should|can) (?:first )?(?:go|visit|send|submit|click|log|sign|open|select|contact|e-?mail|write|fill|complete|use|follow|enter|create|press|tap)\b"
    r"|^\W*(?:in order )?to (?:exercise|dispute|request|stop|delete|cancel|submit|report|opt|use|access|export|appeal|file|make|withdraw|turn|change|update|unsubscribe|find|manage|contact|create|start|download|object)\b[^.;:]{2,140}(?:, (?=(?:please|first|then|simply|just|you|zyou|zcust|zuser|zdev|go|click|tap|press|open|visit|e-?mail|write|send|contact|use|select|choose|log|sign|submit|follow|complete|fill|call|see|navigate|enter|provide|do|turn|switch|disable|enable|toggle|change|adjust|uncheck|untick|delete|remove|reply|ask|request|notify|the following|we need|this can)\b)|\b(?:zyou|zcust|zuser|zdev) (?:must|can|may|should|need))"
    r"|(?:^|, )(?:please )?(?:contact|e-?mail|write to|get in touch with) (?:zplat|our|us|the [a-z ]{2,40}team)\b|(?:^|, )please (?:[a-z]+ly )?(?:report|contact|e-?mail|send|submit|notify|visit|write|complete|fill|select|follow|click|log|open|go to|call|download|print|choose|direct|address|let (?:us|zplat) know)\b|\bmust include (?:the following|all|at least)|\b(?:please )?(?:follow these steps|click (?:on\b|here|the\b|your\b|this\b|\")|tap (?:on\b|the\b|your\b|\")|go to (?:the |your )?(?:settings|account))"
)
IMPERATIVE = compiled(
    r"^\W*(?:please )?(?:to )?(?:[a-z]{3,14}ly )?(?:access|acquire|act|allow|assess|assist|attempt|automate|breach|buy|bypass|change|circumvent|clone|collect|communicate|comply|compromise|conceal|conduct|copy|crawl|create|damage|decompile|delete|deny|depict|deploy|destroy|"
    r"develop|disable|disclose|discover|disrupt|disseminate|distribute|download|enable|encourage|engage|ensure|erase|evade|exploit|export|expose|facilitate|fetishi[sz]e|follow|gain|generate|harass|harm|identify|impersonate|impose|incite|include|infer|inform|infringe|"
    r"inject|interfere|introduce|keep|lease|label|lend|maintain|make|manage|manipulate|mislead|misrepresent|misuse|modify|monitor|notify|object|obtain|offer|operate|perform|plagiari[sz]e|plan|post|prepare|present|prevent|probe|process|produce|promote|protect|provide|publish|"
    r"record|remove|rent|represent|request|resell|restrict|reverse|review|scan|scrape|select|sell|send|share|shame|show|solicit|spam|stalk|store|sublicense|submit|support|synthesi[sz]e|take|tamper|target|test|threaten|track|train|transfer|transmit|understand|undermine|upload|use|utili[sz]e|verify|violate|withdraw|"
    r"withhold|work|write|give|get|set|turn|stop|ask|check|choose|read|correct|not)\b(?! (?:is|are|may|will|can|must|shall|has|of)\b)"
)
# A bare verb of whatever kind, told by what follows it: an article, a pronoun, or a second verb and then one.
_FOLLOWS = r"(?:the|a|an|any|all|our|your|its|their|his|her|other|another|others|someone|people|this|these|those|us|it|them|yourself|only|clear|zplat|zplat's|zyou|zuser|zcust)"
_NO_VERB = (
    r"(?!(?:thank|thanks|let|copyright|figure|table|welcome|dear|imagine|note|the|an?|any|all|our|your|its|their|his|her|this|that|these|those|each|every|some|no|not|and|or|but|if|when|where|while|unless|as|at|by|for|from|in|into|of|off|on|onto|over|per|than|through|to|under|upon|via|with|within|without|about|after|before|during|between|both|either|neither|other|such|many|most|more|what|which|who|whose|how|why|also|then|there|here|he|she|it|they|we|you|is|are|was|were|be|been|being|has|have|had|do|does|did|may|might|must|can|could|will|would|shall|should|because|since|although|though|once|until|including|except|regarding|concerning|despite|like|unlike|across|against|among|around|behind|beyond|near|zplat|zyou|zcust|zuser|zdev|zboth|zthird)\b)"
    r"(?![a-z]*(?:tion|sion|ment|ness|ity|ance|ence|ship|hood|ism|ies|ers|ors|ing|[^s]s|ed|ly|ous|ful|able|ible|al|ic)\b)"
)
ACTS = compiled(
    rf"^\W*(?:please )?{_NO_VERB}[a-z]{{2,14}}(?:(?:, |,? (?:and|or) )(?:otherwise |[a-z]{{3,9}}ly )?{_NO_VERB}[a-z]{{2,14}}){{0,3}} (?:up |out |down |off |on |with |to |in |for |from |about |against |into )?{_FOLLOWS}\b"
)
STUB = compiled(r":\s*$")
POINTER = compiled(
    r"^\W*(?:you (?:can|may) (?:also )?(?:read|learn|find(?: out)?|see|view) (?:more|further|additional|details|the full|our|a (?:full|complete|copy))\b(?![^.;]*\b(?:opt|delet|request|manag|chang)\w*)|\(?view\b|(?:to )?(?:learn|read|find out|see) (?:more|the full)\b|for (?:more|further|additional) (?:information|details)\b|(?:please )?(?:see|refer to|read|visit|download)\b|detailed [^.;]{2,60}can be found|welcome to\b|last updated|effective(?: date)?:|table of contents|back to top)"
    r"|^\W*(?:what|how|why|when|where|who|which|can|do|does|is|are|will)\b[^.!;]{3,140}\?\s*$|^\W*\d{4}-\d{2}-\d{2}\b"
)
NARRATIVE = compiled(
    r"\b(?:mission is|is an? [a-z -]{2,40}(?:company|organi[sz]ation|platform|laboratory|lab)\b|(?:we|zplat) (?:believes?|aims?|strives?|hopes?|wants?|values?|builds?)\b|(?:we|zplat)(?:'ve| have|'re)? (?:also )?(?:recently )?(?:updated|clarified|revised|constantly|introduced)\b|committed to (?:respecting|protecting|building)|such as .{2,40} are ['\"]?trained)"
)
