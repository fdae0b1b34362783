"""How pages say that they do not let this reader in: by region, by a test for machines, by asking for an account.

Families of wording by language, written from how servers, frameworks and protection services word such pages in general.
"""

from __future__ import annotations

from collections.abc import Mapping

Family = Mapping[str, tuple[str, ...]]
"""Patterns by language code; "" holds those that stand in pages of any language."""

_HERE = r"(?:(?:your|this)\s+(?:current\s+)?(?:country|region|location|area|jurisdiction|territory|market|state)|your\s+part\s+of\s+the\s+world)"
_THERE_DE = r"(?:(?:dein|ihr|diese)(?:em|er|en)\s+(?:land|region|gebiet|standort|staat)|(?:deinem|ihrem)\s+aufenthaltsort)"
_THERE_FR = r"(?:dans|depuis|pour)\s+(?:votre|ton|ce(?:tte)?)\s+(?:pays|région|zone|territoire|localisation)"
_THERE_ES = r"(?:en|desde|para)\s+(?:tu|su|este|esta)\s+(?:país|pais|región|region|zona|ubicación|territorio)"
_THERE_IT = r"(?:nel|dal|per\s+il|in)\s+(?:tuo|suo|questo)\s+paese|(?:nella|dalla)\s+(?:tua|sua)\s+(?:regione|zona|area)"
_THERE_PT = (
    r"(?:no|do|na|da|em|para\s+o)\s+(?:teu|seu|sua|tua)\s+(?:país|região|regiao|localização|território)"
)
_THERE_NL = r"(?:in|vanuit|voor)\s+(?:je|jouw|uw)\s+(?:land|regio|gebied|locatie)"
_THERE_PL = r"(?:w|z|dla)\s+(?:twoim|twojego|twojej|państwa|tym)\s+(?:kraju|regionie|regionu|lokalizacji)"
_NO_DE = r"(?:nicht|noch\s+nicht|derzeit\s+nicht|leider\s+nicht|nicht\s+mehr)\s+(?:verfügbar|unterstützt|zugänglich|erreichbar|angeboten|zulässig)"

REGION: Family = {
    "": (r"(?:error|code)\s*:?\s*451\b", r"\bgeo-?(?:blocked|restricted|restriction|blocking)\b"),
    "en": (
        rf"(?:not|isn.t|aren.t|unavailable|no\s+longer|never|yet\s+to\s+be)\s+(?:yet\s+|currently\s+|\w+ly\s+)?(?:available|supported|accessible|offered|permitted|allowed|provided|open)?\s*(?:to\s+\w+\s+)?(?:in|for|from|within)\s+{_HERE}",
        rf"{_HERE}\s+is\s+(?:not|currently\s+not|un)\s*(?:yet\s+|currently\s+)?(?:supported|allowed|permitted|eligible|available)",
        rf"(?:access|visitors|users|traffic)\s+from\s+{_HERE}|(?:blocked|restricted|prohibited|denied)\s+(?:in|from|for)\s+{_HERE}",
        r"(?:not|isn.t|only)\s+(?:currently\s+)?available\s+(?:to\s+\w+\s+)?(?:in|outside|within)\s+(?:of\s+)?(?:the\s+)?(?:eu\b|european\s+(?:union|economic)|united\s+(?:states|kingdom)|u\.?s\.?a?\b|eea\b|certain\s+(?:countries|regions))",
        r"(?:unavailable|blocked|withheld|removed)\s+(?:for|due\s+to)\s+(?:legal|regulatory|copyright)\s+reasons|(?:country|geographic(?:al)?|regional?|location)\s+(?:restrictions?|block(?:ed|ing)?)\b",
        r"(?:we|service)\s+(?:do\s+not|don.t|cannot|can.t)\s+(?:currently\s+|yet\s+)?(?:offer|provide|support|serve)\s+(?:\w+\s+){0,4}(?:in|to)\s+" + _HERE,
    ),
    "de": (
        rf"in\s+{_THERE_DE}\s+(?:\w+\s+){{0,4}}?{_NO_DE}", rf"{_NO_DE}\s+in\s+{_THERE_DE}", rf"{_THERE_DE}\s+(?:gesperrt|blockiert|wird\s+nicht\s+unterstützt)",
        r"aus\s+rechtlichen\s+gründen\s+nicht\s+(?:verfügbar|abrufbar|zugänglich)|zugriff\s+aus\s+(?:deinem|ihrem)\s+land",
    ),
    "fr": (
        rf"(?:pas|plus|non|in)\s*(?:encore\s+|actuellement\s+)?(?:disponible|accessible|proposée?|autorisée?|pris\s+en\s+charge)s?\s+{_THERE_FR}",
        rf"indisponibles?\s+{_THERE_FR}|accès\s+(?:refusé|bloqué|impossible)\s+{_THERE_FR}|pour\s+des\s+raisons\s+(?:légales|juridiques)",
    ),
    "es": (
        rf"no\s+(?:est[áa]n?|se\s+encuentra)\s+(?:aún\s+|todavía\s+|actualmente\s+)?disponibles?\s+{_THERE_ES}|no\s+disponibles?\s+{_THERE_ES}",
        rf"acceso\s+(?:denegado|bloqueado|restringido)\s+{_THERE_ES}|por\s+(?:motivos|razones)\s+legales",
    ),
    "it": (
        rf"non\s+(?:è|e'|sono|ancora|attualmente)?\s*(?:ancora\s+|attualmente\s+|più\s+)?(?:disponibil[ei]|accessibil[ei]|support[aei]t\w)\s+(?:{_THERE_IT})",
    ),
    "pt": (
        rf"não\s+(?:está|estão|é)?\s*(?:ainda\s+|atualmente\s+)?(?:disponíve(?:l|is)|acessíve(?:l|is)|suportad\w)\s+(?:{_THERE_PT})|indisponível\s+(?:{_THERE_PT})",
    ),
    "nl": (rf"niet\s+(?:meer\s+)?(?:beschikbaar|toegankelijk|ondersteund)\s+(?:{_THERE_NL})|(?:{_THERE_NL})\s+(?:nog\s+|helaas\s+)?niet\s+beschikbaar",),
    "pl": (rf"(?:niedostępn\w+|nie\s+(?:jest|są)\s+(?:jeszcze\s+|obecnie\s+)?dostępn\w+)\s+(?:{_THERE_PL})",),
    "zh": (
        r"(?:您|你|当前|目前|该|此)?(?:所在|所处)的?(?:国家|地区|區域|地區|區|国家或地区|国家/地区|國家)[^。]{0,12}(?:不可用|不支持|无法|暂不|尚未|未开放|無法|不支援|不提供)",
        r"(?:国家|地区|國家|地區)(?:或地区|/地区)?(?:暂|暫|尚)?(?:不可用|不支持|无法访问|無法使用|未开放|不提供)|(?:不|未)在[^。]{0,8}(?:国家|地区|地區)(?:提供|开放)|因(?:当地)?法律(?:原因|要求)",
    ),
    "ja": (r"お(?:住まい|使い|客様)の(?:国|地域)[^。]{0,20}(?:利用|提供|アクセス|表示)(?:できません|されていません|いただけません|しておりません)|(?:国|地域)(?:では|からは)(?:ご)?(?:利用|アクセス)(?:いただけ|でき)ません",),
    "ko": (r"(?:국가|지역)에서는?\s*(?:아직\s*)?(?:이용|사용|제공|접속|지원)[^.]{0,10}(?:없|않|불가)",),
    "ru": (r"(?:недоступ\w+|не\s+доступ\w+|не\s+поддерживается)\s+в\s+(?:вашей|вашем|данной)\s+(?:стране|регионе)",),
}  # fmt: skip

AGE: Family = {
    "en": (r"(?:(?:you\s+must\s+)?(?:please\s+)?(?:confirm|verify)\s+(?:that\s+)?you(?:\s+are|.re)|are\s+you|you\s+must\s+be)\s+(?:(?:over|at\s+least|older\s+than|above)\s+\d\d|(?:of\s+)?legal\s+(?:drinking\s+)?age)[^.?!\n]{0,60}(?:\?|to\s+(?:enter|visit|view)[^.\n]{0,30})",),
    "de": (r"(?:bist\s+du|sind\s+sie)\s+(?:schon\s+|bereits\s+)?(?:über|mindestens|älter\s+als)?\s*\d\d(?:\s+jahre)?[^.?\n]{0,20}\?|bist\s+du\s+volljährig|sind\s+sie\s+volljährig",),
    "fr": (r"(?:avez-vous|as-tu)\s+(?:plus\s+de\s+|au\s+moins\s+)?\d\d\s+ans|êtes-vous\s+majeur",),
    "es": (r"(?:eres|es\s+usted)\s+mayor\s+de\s+(?:edad|\d\d)|¿\s*tienes?\s+(?:más\s+de\s+)?\d\d\s+años",),
    "it": (r"hai\s+(?:più\s+di\s+|almeno\s+|già\s+)?\d\d\s+anni\s*\?|sei\s+maggiorenne",),
    "pt": (r"(?:você\s+)?tem\s+mais\s+de\s+\d\d\s+anos\s*\?|é\s+maior\s+de\s+(?:idade|\d\d)[^.\n]{0,9}\?",),
    "nl": (r"(?:ben\s+je|bent\s+u)\s+(?:al\s+)?(?:ouder\s+dan\s+|minstens\s+)?\d\d(?:\s+jaar)?[^.?\n]{0,20}\?",),
    "pl": (r"czy\s+(?:masz|jesteś)\s+(?:ukończone\s+|już\s+)?(?:\d\d\s+lat|pełnoletni\w*)",),
}  # fmt: skip
"""Gates that ask for the reader's age in place of the text."""

_PERSON = r"(?:a\s+|an\s+)?(?:human|person|real|not\s+a\s+(?:ro)?bot|not\s+a\s+machine|no\s+robot|secure)"

CHALLENGE: Family = {
    "": (
        r"\bray\s+id\b|\bincident\s+id\s*[:#]|\b(?:support|event)\s+id\s+is\s*:?\s*[\d<]",
        r"^[^\w\n]{0,12}(?:re|h)?captcha[^\w\n]{0,12}$|\bcaptcha\s+(?:challenge|verification|required|check)\b",
    ),
    "en": (
        rf"(?:verify(?:ing)?|confirm(?:ing)?|prove|ensure|make\s+sure|making\s+sure|check(?:ing)?\s+(?:if|that)?)\s*(?:that\s+)?(?:you\s+are|you.re|the\s+site\s+connection\s+is|whether\s+you\s+are)\s+{_PERSON}",
        r"(?:checking|verifying|validating|analy[sz]ing)\s+(?:your\s+(?:web\s+)?(?:browser|connection|device)|the\s+security\s+of)|before\s+(?:you\s+)?(?:access|proceed|continu)\w*\s+to\s+\S+\s+we\s+need|one\s+more\s+step\b.{0,60}captcha",
        r"^[^\w\n]{0,12}just\s+a\s+moment[^\w\n]{0,12}$|just\s+a\s+moment\s*\.\.\.|attention\s+required\s*!|(?:press|click|tap)\s*(?:and|&|\+)\s*hold|(?:slide|drag)\s+(?:\w+\s+){0,3}(?:to\s+(?:verify|confirm|unlock)|right\s+to\s+\w+)",
        r"ddos(?:-|\s+)(?:protection|guard|mitigation)|protected\s+(?:by|from)\s+(?:\w+\s+)?(?:bot|ddos|anti-?bot|a\s+security\s+service)|(?:client|browser|security|bot|human)\s+(?:challenge|checkpoint|verification)\b|security\s+(?:check|service)\b",
        r"are\s+you\s+(?:really\s+)?(?:a\s+)?(?:human|(?:ro)?bot)\b|(?:not|n.t|no)\s+a\s+(?:ro)?bot\b|i.m\s+(?:not\s+a\s+robot|human)|needs?\s+to\s+review\s+the\s+security\s+of\s+your\s+connection|(?:pardon|sorry\s+for)\s+(?:our|the)\s+interruption",
        r"(?:access\s+to|use\s+of|reaching)\s+this\s+(?:web\s*)?(?:site|page|resource)\s+(?:has\s+been|is|was)\s+(?:\w+\s+)?(?:blocked|denied|restricted|limited)|you\s+have\s+been\s+blocked|your\s+(?:ip|request|access|connection|network)(?:\s+address)?\s+(?:has\s+been|was|is)\s+(?:\w+\s+)?(?:blocked|flagged|banned|blacklisted)",
        r"unusual\s+(?:traffic|activity|behaviou?r|(?:number|rate|amount)\s+of\s+requests)|suspicious\s+(?:traffic|activity|behaviou?r|requests?)|(?:automated|robotic|bot|non-human)\s+(?:access|requests?|tools?|traffic|quer(?:y|ies)|behaviou?r|activity)|(?:made|something\s+about)\s+us\s+think\s+you",
        r"(?:solve|complete|enter|type|pass|fill\s+(?:in|out))\s+(?:the|this|a|following|below)\s+(?:\w+\s+){0,2}(?:captcha|puzzle|challenge|security\s+check|characters|code\s+(?:shown|you\s+see))|(?:the\s+)?characters\s+(?:you\s+see|shown)\s+(?:in|below)",
        r"(?:(?:it\s+)?(?:looks|seems|appears)\s+(?:like\s+|that\s+|as\s+if\s+)?)(?:you(?:.re|\s+are)?)\s+(?:to\s+be\s+)?(?:using|use|behind|coming\s+from|connected\s+\w+)\s+(?:an?\s+)?(?:\w+\s+)?(?:proxy|vpn|anonymi[sz]er)(?:\s+or\s+(?:an?\s+)?(?:proxy|vpn))?|(?:turn|switch)\s+(?:it\s+)?off\s+(?:your\s+|the\s+)?(?:proxy|vpn)|(?:disable|deactivate)\s+(?:your|the)\s+(?:proxy|vpn|ad\s*blocker)",
        r"(?:enable|turn\s+on|allow)\s+(?:both\s+)?(?:javascript\s+and\s+cookies|cookies\s+and\s+javascript|cookies)\s+(?:to|and)\s+(?:continue|proceed|reload)|(?:requested\s+url|request)\s+(?:was|has\s+been)\s+(?:rejected|blocked)\s*\.?\s*(?:please|by|for)|web\s*site\s+firewall|web\s+application\s+firewall",
    ),
    "de": (
        r"sicherheits(?:prüfung|überprüfung|abfrage|check|kontrolle)|(?:bist\s+du|sind\s+sie)\s+(?:ein\s+)?(?:mensch|roboter)|kein\s+(?:ro)?bot(?:er)?\b|(?:ihr|dein)\s+browser\s+wird\s+(?:über)?geprüft|überprüf\w*\s+(?:ihre[ns]?|deine[ns]?|des|der)\s+(?:browser|verbindung)",
        r"(?:ungewöhnlich\w*|verdächtig\w*|automatisiert\w*)\s+(?:\w+\s+)?(?:datenverkehr|aktivität\w*|zugriffe?|anfragen|verkehr|verhalten)|bestätig\w*\s*,?\s+dass\s+(?:sie|du)\s+(?:ein\s+mensch|kein)|(?:ihr|dein)\s+zugriff\s+(?:wurde|ist)\s+(?:blockiert|gesperrt)|nur\s+einen\s+(?:moment|augenblick)",
    ),
    "fr": (
        r"v[ée]rification\s+(?:de\s+(?:s[ée]curit[ée]|votre\s+navigateur|la\s+connexion)|que\s+vous\s+(?:êtes|n.êtes))|êtes[-\s]vous\s+un\s+(?:humain|robot)|(?:pas|n.êtes\s+pas)\s+un\s+robot|(?:nous\s+)?vérifi(?:ons|ez)\s+(?:que\s+vous|votre\s+(?:navigateur|connexion))|contrôle\s+de\s+sécurité",
        r"(?:trafic|activité|comportement)\s+(?:inhabituel(?:le)?|suspecte?|anormale?|automatisée?)|(?:accès|requête|adresse\s+ip)\s+(?:a\s+été|est)\s+(?:temporairement\s+)?bloquée?|un\s+instant\s*(?:…|\.\.\.)",
    ),
    "es": (
        r"verificaci[óo]n\s+(?:de\s+(?:seguridad|su\s+navegador|tu\s+navegador)|humana)|no\s+(?:soy|eres|es)\s+un\s+robot|(?:es|eres)\s+(?:usted\s+)?(?:un\s+)?humano|(?:comprobando|verificando|verifica|verifique)\s+(?:su|tu|la|que\s+(?:es|eres))\s*(?:navegador|conexión|seguridad|(?:un\s+)?humano|usted)?",
        r"(?:tráfico|actividad|comportamiento)\s+(?:inusual|sospechos[oa]|automatizad[oa]|anormal)|(?:acceso|solicitud|dirección\s+ip)\s+ha\s+sido\s+bloquead[oa]|un\s+momento\s*(?:…|\.\.\.)",
    ),
    "it": (r"verifica\s+(?:di\s+sicurezza|di\s+essere\s+umano|del\s+browser)|non\s+(?:sono|sei)\s+un\s+robot|controllo\s+(?:di\s+sicurezza|del\s+browser)|traffico\s+(?:insolito|anomalo|sospetto)|attività\s+(?:insolit|sospett|anomal)\w+|sei\s+(?:un\s+)?umano",),
    "pt": (r"verificação\s+de\s+segurança|não\s+(?:sou|é)\s+um\s+rob[ôo]|(?:verificando|verifique)\s+(?:o\s+)?(?:seu\s+)?(?:navegador|se\s+você|que\s+você\s+é)|tráfego\s+(?:incomum|suspeito)|atividade\s+(?:incomum|suspeita)|acesso\s+(?:foi\s+)?bloqueado",),
    "nl": (r"beveiligingscontrole|(?:bent\s+u|ben\s+je)\s+(?:een\s+)?(?:mens|robot)|geen\s+robot|(?:uw|je)\s+browser\s+wordt\s+gecontroleerd|(?:ongebruikelijk|verdacht)\w*\s+(?:verkeer|activiteit)|controleren\s+of\s+(?:u|je)\s+(?:een\s+)?mens",),
    "pl": (r"weryfikacja\s+(?:bezpieczeństwa|przeglądarki)|nie\s+jeste(?:m|ś)\s+robotem|sprawdza(?:nie|my)\s+(?:twoj\w+\s+)?(?:przeglądark\w+|połączeni\w+)|nietypow\w+\s+(?:ruch|aktywnoś\w+)|potwierdź,?\s+że\s+jesteś\s+człowiekiem",),
    "zh": (r"人机(?:验证|身份验证|识别)|安全(?:验证|驗證|检查|檢查|检测)|(?:验证|驗證|确认|確認)(?:您|你)?(?:是|不是)(?:真人|人类|人類|机器人|機器人)|(?:异常|異常|可疑)(?:流量|访问|訪問|活动|請求|请求)|正在(?:检查|檢查|验证|驗證)(?:您|你)?的?(?:浏览器|瀏覽器|连接)|(?:输入|輸入)验证码|(?:滑动|拖动)[^。]{0,8}(?:验证|滑块)|访问(?:被|已被)(?:阻断|拦截|拦阻)",),
    "ja": (r"(?:ロボット|ボット)ではありません|人間(?:である|か(?:どうか)?)[^。]{0,8}(?:確認|検証)|セキュリティ(?:チェック|確認|検証)|(?:ブラウザ|接続)[^。]{0,8}(?:確認|検証)(?:して|中)|(?:通常と異なる|異常な|不審な)(?:トラフィック|アクセス|通信)|画像認証",),
    "ar": (r"(?:لست|أنك\s+لست)\s+(?:روبوت\w*|برنامج\w*\s+آلي\w*)|التحقق\s+من\s+أنك\s+(?:إنسان|بشر)",),
    "tr": (r"robot\s+olmadığ\w+|güvenlik\s+kontrolü|insan\s+olduğ\w+\s+doğrula\w+",),
    "ko": (r"(?:로봇이|봇이)\s*아닙니다|사람인지\s*확인|보안\s*(?:확인|검사|점검)|비정상적인\s*(?:트래픽|접근|활동)",),
    "ru": (r"(?:я|вы)\s+не\s+робот|проверк\w+\s+(?:безопасности|браузера)|необычн\w+\s+трафик|подозрительн\w+\s+(?:трафик|активност\w+|запрос\w+)",),
}  # fmt: skip

LOGIN: Family = {
    "en": (
        r"(?:please\s+|must\s+(?:first\s+)?(?:be\s+)?|need\s+to\s+(?:be\s+)?|you.ll\s+need\s+to\s+|have\s+to\s+(?:be\s+)?)(?:log(?:ged)?|sign(?:ed)?)[\s-]?(?:in|on)\b",
        r"(?:log|sign)[\s-]?(?:in|on)\s+(?:to|or\s+(?:create|register|sign\s*up|join))\s+(?:\w+\s+){0,4}?(?:continue|view|see|read|access|your|account|an)|(?:log|sign)\s*in\s+(?:is\s+)?required|(?:authentication|authorization|registration|login)\s+(?:is\s+)?required",
        r"members?\s+only|forgot(?:ten)?\s+(?:your\s+)?password|(?:create|register\s+for)\s+an?\s+(?:free\s+)?account\s+to\s+(?:continue|view|read|access)|your\s+session\s+(?:has\s+|is\s+)?(?:expired|timed\s+out|ended)|session\s+(?:has\s+)?(?:expired|timed\s+out)",
        r"(?:you\s+(?:are|.re)\s+)?not\s+(?:logged|signed)\s+in|subscribe\s+to\s+(?:continue|read)\s+\w+|private\s+(?:page|wiki|area)\s*[.:]?\s*(?:please\s+)?(?:log|sign)",
    ),
    "de": (
        r"bitte\s+(?:melden\s+sie\s+sich|melde\s+dich|logge?n?|anmelden|einloggen)|melde\s+dich\s+an|(?:anmeldung|login)\s+(?:ist\s+)?erforderlich|(?:müssen\s+sich|musst\s+dich)\s+(?:zuerst\s+)?(?:anmelden|einloggen)|passwort\s+vergessen|(?:ihre|deine)\s+(?:sitzung|session)\s+ist\s+abgelaufen",
    ),
    "fr": (r"(?:veuillez|devez|merci\s+de)\s+(?:vous\s+)?(?:connecter|identifier|authentifier)|se\s+connecter\s+à|connectez-vous|mot\s+de\s+passe\s+oublié|(?:connexion|authentification|identification)\s+(?:est\s+)?(?:requise|obligatoire|nécessaire)|session\s+(?:a\s+)?expir(?:é|ée)",),
    "es": (r"inici(?:a|ar|e)\s+sesi[óo]n|(?:debe|debes|tienes\s+que|necesitas)\s+(?:iniciar|identificar|acceder)|olvid\w+\s+(?:su|tu|la)\s+contraseña|(?:su|tu|la)\s+sesión\s+ha\s+(?:expirado|caducado)",),
    "it": (r"(?:accedi|effettua\s+(?:il\s+login|l.accesso)|devi\s+(?:accedere|effettuare))\s*(?:per|al|a)?|password\s+dimenticata|sessione\s+(?:è\s+)?scaduta|accesso\s+richiesto",),
    "pt": (r"(?:faça|efetue|inicie)\s+(?:o\s+)?(?:login|sessão|log-?in)|(?:precisa|deve)\s+(?:fazer\s+login|iniciar\s+sessão|entrar)|esquec\w+\s+(?:a\s+|sua\s+)?(?:minha\s+)?(?:senha|palavra-passe)|sessão\s+(?:expirou|expirada)",),
    "nl": (r"(?:log|meld\s+je|meldt\s+u\s+zich)\s+(?:eerst\s+)?(?:in|aan)\s+om|(?:moet|dient)\s+(?:eerst\s+)?(?:ingelogd|in\s+te\s+loggen|inloggen)|wachtwoord\s+vergeten|sessie\s+is\s+verlopen|inloggen\s+(?:is\s+)?vereist",),
    "pl": (r"zaloguj\s+się|(?:musisz|należy)\s+się\s+zalogować|(?:nie\s+pamiętasz|zapomnia\w+)\s+hasła|sesja\s+wygasła|wymagane\s+(?:jest\s+)?logowanie",),
    "zh": (r"请(?:先)?(?:登录|登入)|請(?:先)?登入|(?:需要|必须|必須)(?:先)?(?:登录|登入)|(?:登录|登入)后(?:才能|可)?(?:查看|继续|访问)|忘记密码|忘記密碼|(?:会话|會話|登录|登入)(?:已)?(?:过期|過期|失效|超时)|未登录",),
    "ja": (r"(?:ログイン|サインイン)(?:して(?:ください|続行)|が必要|する必要)|パスワードを(?:お忘れ|忘れた)|セッション(?:が|の)?(?:有効期限|切れ|期限)",),
    "ar": (r"(?:يرجى|يجب(?:\s+عليك)?)\s+تسجيل\s+الدخول",),
    "sv": (r"(?:måste|behöver|vänligen)\s+logga\s+in|logga\s+in\s+för\s+att",),
    "ko": (r"로그인(?:이\s*필요|해\s*주|하세요|하셔야)|비밀번호를?\s*(?:찾기|잊으)|세션이?\s*만료",),
    "ru": (r"(?:войдите|авторизуйтесь|необходимо\s+(?:войти|авториз\w+))|забыли\s+пароль|сессия\s+истекла",),
}  # fmt: skip

LOGIN_TITLE: Family = {
    "en": (r"^[^\w\n]{0,12}(?:log|sign)[\s-]?(?:in|on)\b|(?:[|–—:·]|\s-)\s*(?:log|sign)[\s-]?in\s*$",),
    "de": (r"^[^\w\n]{0,12}(?:anmelden|anmeldung|einloggen)\b",),
    "fr": (r"^[^\w\n]{0,12}(?:connexion|se\s+connecter|identification)\b",),
    "es": (r"^[^\w\n]{0,12}(?:iniciar\s+sesión|acceso|acceder)\b",),
    "it": (r"^[^\w\n]{0,12}(?:accedi|accesso)\b",),
    "pt": (r"^[^\w\n]{0,12}(?:entrar|iniciar\s+sessão)\b",),
    "nl": (r"^[^\w\n]{0,12}(?:inloggen|aanmelden)\b",),
    "pl": (r"^[^\w\n]{0,12}(?:zaloguj|logowanie)\b",),
    "zh": (r"^[^\w\n]{0,12}(?:登录|登入|用户登录)",),
    "ja": (r"^[^\w\n]{0,12}(?:ログイン|サインイン)",),
    "ko": (r"^[^\w\n]{0,12}로그인",),
    "ru": (r"^[^\w\n]{0,12}(?:вход|войти|авторизация)\b",),
}  # fmt: skip
"""What the title of a log-in page begins with; in running text these words are a menu entry."""
