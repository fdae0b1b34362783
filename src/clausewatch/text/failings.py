"""How pages say that something is missing or broken: not found, closed for work, failed, unable to show itself.

Families of wording by language, as in `refusals`.
"""

from __future__ import annotations

from clausewatch.text.refusals import Family

_THING = r"(?:page|document|content|url|address|link|article|file|resource|site|post|policy|entry|location|path|route)"
_DOWN = r"(?:down|closed|unavailable|offline|undergoing|under|in|for|during|scheduled|planned|routine|performing|essential|emergency|currently)"

MAINTENANCE: Family = {
    "en": (
        rf"{_DOWN}\s+(?:(?:a|some|our|for|due\s+to|because\s+of|site|system|currently|brief|short)\s+)*(?:\w+\s+)?maintenance\b|^[^\w\n]{0,12}(?:site\s+|system\s+|server\s+)?maintenance(?:\s+(?:mode|page|window|break|notice|in\s+progress))?[^\w\n]{0,12}$|maintenance\s+(?:mode|in\s+progress|break|is\s+(?:under\s+way|in\s+progress))",
        r"be\s+(?:right\s+)?back\s+(?:soon|shortly|online|up|in\s+a\s+(?:few|moment|bit))|(?:be|.ll\s+be)\s+right\s+back\b|back\s+(?:online\s+)?(?:soon|shortly)\b|back\s+in\s+a\s+(?:few|moment|minute)",
        r"temporarily\s+(?:offline|down|closed)|(?:site|service|page|system)\s+is\s+(?:currently\s+|temporarily\s+)?(?:offline|down|closed)\b|(?:\||^|-|–)\s*offline(?:\s+page)?\s*$|(?:upgrading|updating|improving|working\s+on)\s+(?:our|the|this)\s+(?:site|website|systems?|servers?|service|platform)\b",
        r"(?:you\s+are|you.re)\s+(?:now\s+)?in\s+(?:the\s+|a\s+)?(?:line|queue|waiting\s+room)|(?:scheduled|planned)\s+(?:downtime|outage|upgrade)",
    ),
    "de": (r"wartungs(?:arbeit(?:en)?|modus|pause|seite)|(?:wird|werden)\s+(?:gerade\s+|derzeit\s+)?gewartet|(?:in|wegen|aufgrund)\s+(?:\w+\s+)?wartung\b|^[^\w\n]{0,12}wartung[^\w\n]{0,12}$|(?:in\s+kürze|bald|gleich)\s+wieder\s+(?:da|zurück|online|erreichbar|verfügbar|für\s+(?:sie|euch|dich))|vorübergehend\s+(?:offline|geschlossen)",),
    "fr": (r"(?:en|pour|effectuons\s+(?:actuellement\s+)?une|de|opération\s+de)\s+(?:cours\s+de\s+)?maintenance\b|maintenance\s+(?:en\s+cours|programmée|planifiée)|^[^\w\n]{0,12}maintenance[^\w\n]{0,12}$|(?:de\s+)?retour\s+(?:très\s+)?(?:bientôt|prochainement|dans\s+(?:quelques|un\s+instant))|de\s+nouveau\s+en\s+ligne|temporairement\s+fermé",),
    "es": (r"(?:en|por|de|tareas\s+de|labores\s+de)\s+mantenimiento\b|mantenimiento\s+(?:programado|en\s+curso)|^[^\w\n]{0,12}mantenimiento[^\w\n]{0,12}$|volve(?:mos|remos)\s+(?:en\s+breve|pronto|enseguida)|temporalmente\s+(?:cerrad|fuera\s+de\s+(?:línea|servicio))",),
    "it": (r"(?:in|di|per)\s+manutenzione\b|manutenzione\s+(?:in\s+corso|programmata)|^[^\w\n]{0,12}manutenzione[^\w\n]{0,12}$|torn(?:iamo|eremo)\s+(?:presto|subito|online|a\s+breve)",),
    "pt": (r"(?:em|de|para)\s+manutenção\b|manutenção\s+(?:programada|em\s+curso)|^[^\w\n]{0,12}manutenção[^\w\n]{0,12}$|volta(?:mos|remos)\s+(?:em\s+breve|já|logo)",),
    "nl": (r"(?:in|voor|wegens|door)\s+onderhoud\b|onderhouds?(?:werkzaamheden|modus)|^[^\w\n]{0,12}onderhoud[^\w\n]{0,12}$|(?:zo|snel|binnenkort)\s+(?:weer\s+)?(?:terug|online|bereikbaar)",),
    "pl": (r"(?:prace|przerwa)\s+(?:konserwacyjn|techniczn|serwisow)\w+|(?:w\s+trakcie|tryb)\s+konserwacji|(?:wracamy|wrócimy)\s+(?:wkrótce|niedługo|za\s+chwilę)",),
    "zh": (r"(?:系统|系統|网站|網站|服务器|伺服器|站点|例行|停机|停機)(?:正在|例行|升级|升級)?(?:维护|維護)|(?:维护|維護)(?:中|升级|升級)|正在(?:维护|維護|升级)|(?:稍后|稍後|很快)(?:回来|回來|恢复)",),
    "ja": (r"メンテナンス(?:中|のため|を(?:実施|行))|^[^\w\n]{0,12}メンテナンス(?:のお知らせ)?[^\w\n]{0,12}$|(?:サービス|サイト)(?:を)?(?:一時)?停止(?:中|して)",),
    "ko": (r"(?:서버|시스템|서비스|사이트)?\s*점검\s*(?:중(?!에)|안내)",),
    "ar": (r"(?:تحت|قيد)\s+الصيانة|(?:نقوم|نجري)\s+[^.\n]{0,30}صيانة|سنعود\s+(?:قريب|بعد)\w*",),
    "el": (r"(?:υπό|σε|για)\s+συντήρηση|εργασίες\s+συντήρησης|επιστρέφουμε\s+σύντομα",),
    "sv": (r"(?:underhåll(?:sarbete)?|under\s+underhåll)\s+(?:pågår|just\s+nu)|tillbaka\s+(?:snart|inom\s+kort)",),
    "tr": (r"(?:sitemiz|site|sistem)\s+(?:şu\s+anda\s+)?bakım(?:da|\s+aşamasında)|bakım\s+çalışması\s+(?:yap|nedeniyle\s+şu)|kısa\s+süre\s+(?:içinde\s+|sonra\s+)(?:geri|tekrar)",),
    "ru": (r"(?:технические|профилактические|регламентные)\s+работы|(?:на|техническом)\s+обслуживани\w+|скоро\s+верн[её]мся",),
}  # fmt: skip

MISSING: Family = {
    "": (r"\b(?:error|http|status|code|fehler|erreur|errore|erro|fout)\s*(?:code\s*)?[:#]?\s*4(?:04|10)\b|\b4(?:04|10)\b[^.]{0,30}(?:not\s+found|error|page|gone|fehler|erreur|seite|página)|not\s+found\b.{0,20}\b404\b|^[^\w\n]{0,12}404[^\w\n]{0,12}$|\|\s*404\b|^404\s*[-–:|]|\bnosuchkey\b",),
    "en": (
        rf"{_THING}s?\s+(?:(?:that\s+)?(?:you|we)\s*(?:.re|are|have|.ve|were)?\s*\w+\s+)?(?:\w+\s+){{0,4}}?(?:was\s+|is\s+|could\s*|can\s*|were\s+|has\s+|does\s*|do\s*|may\s+(?:have\s+)?)?(?:be\s+)?(?:not|n.t|no\s+longer)\s+(?:be\s+)?(?:found|exist|available\s+anymore|here|located)",
        rf"{_THING}(?:\s+\w+){{0,6}}?\s+(?:does\s+not|doesn.t|no\s+longer)\s+exists?|(?:site|page|service|product|account|domain)\s+(?:is|has\s+been)\s+(?:no\s+longer\s+(?:active|available|supported)|discontinued|deleted|removed|expired)|{_THING}\s+(?:you\s+\w+\s+(?:\w+\s+){{0,3}})?(?:has\s+been|was|may\s+have\s+been)\s+(?:removed|deleted|moved|renamed|archived)",
        r"(?:can(?:no|.)t|couldn.t|could\s+not|unable\s+to|didn.t|did\s+not)\s+(?:seem\s+to\s+)?(?:find|locate)\s+(?:the|that|this|what|a|any|your)\b|nothing\s+(?:was\s+)?found\b|no\s+(?:such\s+)?(?:page|document|results?)\s+(?:was\s+|were\s+)?found",
        rf"(?:{_THING}|^[^\w\n]{0,12})\s*not\s+found|^[^\w\n]{0,12}(?:oops|sorry|uh[\s-]?oh)?[^\w\n]{0,12}(?:not\s+found|nothing\s+here)|looks\s+like\s+you.re\s+lost|(?:you\s+(?:seem|appear)\s+to\s+be|are\s+you)\s+lost|dead\s+end\b",
    ),
    "de": (r"(?:seite|dokument|inhalt|datei|url|adresse|artikel)\s+(?:\w+\s+){0,4}?(?:nicht\s+(?:gefunden|existier\w+|mehr\s+(?:verfügbar|vorhanden)|vorhanden|finden)|existiert\s+(?:leider\s+)?nicht|gibt\s+es\s+(?:leider\s+)?nicht|wurde\s+(?:gelöscht|entfernt|verschoben))|nicht\s+gefunden[^\w\n]{0,12}$",),
    "fr": (r"(?:page|document|contenu|ressource|adresse|article)\s+(?:\w+\s+){0,5}?(?:introuvable|non\s+trouvée?|n.existe\s+(?:pas|plus)|n.a\s+pas\s+été\s+trouvée?|n.est\s+(?:pas|plus)\s+(?:disponible|accessible)|a\s+été\s+(?:supprimée?|déplacée?))|^[^\w\n]{0,12}introuvable",),
    "es": (r"(?:p[áa]gina|documento|contenido|recurso|dirección|artículo)\s+(?:\w+\s+){0,5}?(?:no\s+(?:encontrad[oa]|existe|se\s+(?:ha\s+)?(?:encontr\w+|encuentra)|est[áa]\s+disponible|ha\s+sido\s+encontrad[oa])|ya\s+no\s+(?:existe|est[áa]))|no\s+(?:hemos\s+)?(?:pod\w+\s+)?encontra(?:do|r|mos)\s+(?:la|esta|lo)",),
    "it": (r"(?:pagina|documento|contenuto|risorsa|articolo)\s+(?:\w+\s+){0,5}?(?:non\s+(?:(?:è\s+)?(?:stat[ao]\s+)?trovat[ao]|esiste|è\s+(?:più\s+)?disponibile)|inesistente)",),
    "pt": (r"(?:página|documento|conteúdo|artigo)\s+(?:\w+\s+){0,5}?(?:não\s+(?:foi\s+)?(?:encontrad[oa]|existe|está\s+disponível|localizad[oa])|inexistente)",),
    "nl": (r"(?:pagina|document|inhoud|artikel)\s+(?:\w+\s+){0,5}?(?:niet\s+(?:\w+\s+)?(?:gevonden|bestaat|beschikbaar|vinden)|bestaat\s+niet)",),
    "pl": (r"(?:stron\w+|dokument\w*|zasob\w*)\s+(?:\w+\s+){0,5}?(?:nie\s+(?:został\w*\s+)?(?:znaleziono|znaleziona|istnieje)|nieznalezion\w+)|nie\s+znaleziono\s+(?:strony|dokumentu)",),
    "zh": (r"(?:页面|頁面|网页|網頁|文件|文档|内容|地址)[^。]{0,12}(?:不存在|未找到|找不到|已(?:被)?删除|已(?:被)?刪除|已下线|不見了)|(?:找不到|未找到|没有找到|沒有找到)(?:该|该|此|您|你|要|所|这|相关)?[^。]{0,8}(?:页面|頁面|网页|網頁|内容|文件)",),
    "ja": (r"(?:ページ|ファイル|コンテンツ|記事|文書)(?:が|は)?[^。]{0,12}(?:見つかりません|見つかりませんでした|存在しません|ありません|削除され|移動)|お探しのページ",),
    "ko": (r"페이지를?\s*찾을\s*수\s*없|존재하지\s*않는\s*페이지",),
    "ar": (r"(?:الصفحة|المستند|الرابط)[^.\n]{0,40}(?:غير\s+موجود|لم\s+يعد)|لم\s+(?:يتم\s+العثور|نعثر)\s+على",),
    "el": (r"σελίδα[^.\n]{0,40}δεν\s+(?:βρέθηκε|υπάρχει)|(?:έχει|μπορεί\s+να\s+έχει)\s+μετακινηθεί",),
    "sv": (r"(?:sidan|dokumentet)\s+(?:\w+\s+){0,4}?(?:hittades\s+inte|finns\s+inte|kunde\s+inte\s+hittas)",),
    "da": (r"(?:siden|dokumentet)\s+(?:\w+\s+){0,4}?(?:blev\s+ikke\s+fundet|findes\s+ikke|kunne\s+ikke\s+findes)",),
    "fi": (r"sivua?\s+(?:\w+\s+){0,3}?ei\s+(?:löytynyt|löydy|ole\s+olemassa)",),
    "hu": (r"oldal\s+(?:\w+\s+){0,3}?(?:nem\s+(?:található|létezik)|nem\s+érhető\s+el)",),
    "tr": (r"sayfa\w*\s+(?:\w+\s+){0,3}?(?:bulunamadı|mevcut\s+değil|kaldırıl\w+)",),
    "cs": (r"(?:stránk\w+|dokument)\s+(?:\w+\s+){0,3}?(?:nebyl[ao]?\s+nalezen\w*|neexistuje|nelze\s+najít)",),
    "ru": (r"(?:страниц\w+|документ\w*)\s+(?:\w+\s+){0,3}?не\s+(?:найден\w*|существует)",),
}  # fmt: skip

PLACEHOLDER: Family = {
    "": (
        r"^[^\w\n]{0,12}index\s+of\s+/|^[^\w\n]{0,12}directory\s+listing\s+(?:for|of|--)|welcome\s+to\s+nginx|apache2?\s+(?:\w+\s+){0,3}default\s+page|^[^\w\n]{0,12}it\s+works!?[^\w\n]{0,12}$|iis\s+windows\s+server",
    ),
    "en": (
        r"(?:this|the)\s+(?:web\s+address|domain|domain\s+name)\s+(?:\S+\s+)?(?:is|may\s+be|has\s+been|was)\s+(?:\w+\s+)?(?:for\s+sale|parked|available|registered|expired|suspended)|buy\s+this\s+domain|domain\s+(?:parking|is\s+parked|has\s+expired)|parked\s+(?:free|domain|page)|account\s+(?:has\s+been\s+)?suspended|^[^\w\n]{0,12}(?:\w+\s+)?coming\s+soon[^\w\n]{0,12}$|site\s+(?:is\s+)?under\s+construction|future\s+home\s+of",
    ),
    "de": (r"diese\s+domain\s+(?:\w+\s+)?(?:steht\s+zum\s+verkauf|ist\s+(?:geparkt|zu\s+verkaufen|registriert))|domain\s+(?:kaufen|geparkt|zu\s+verkaufen)",),
    "fr": (r"(?:ce|le)\s+(?:nom\s+de\s+)?domaine\s+(?:\w+\s+){0,2}(?:à\s+vendre|réservé|expiré|parqué)|site\s+en\s+construction",),
    "es": (r"(?:este|el)\s+dominio\s+(?:\w+\s+){0,2}(?:en\s+venta|a\s+la\s+venta|aparcado|caducado)|sitio\s+en\s+construcción",),
    "zh": (r"(?:域名|網域)[^。]{0,6}(?:出售|转让|過期|过期|停放)|建设中",),
}  # fmt: skip
"""Pages that nobody wrote as a document: parked domains, servers' start pages, listings of files."""

ERROR: Family = {
    "": (
        r"\b(?:error|http|status|code|fehler|erreur|errore|erro|fout)\s*(?:code\s*)?[:#]?\s*[45]\d\d\b|\b(?:40[03]|429|50[0234]|52\d)\s*[-–:]?\s*(?:error|forbidden|bad|internal|service|gateway|too\s+many)",
        r"\bbad\s+gateway\b|gateway\s+time-?out|service\s+(?:temporarily\s+)?unavailable|too\s+many\s+requests|internal\s+server\s+error|\bforbidden\b|\baccessdenied\b|origin\s+(?:dns\s+)?error|\bstack\s+trace\b|traceback\s+\(most|fatal\s+error\s*:|uncaught\s+\w*(?:error|exception)",
    ),
    "en": (
        r"(?:an?\s+)?(?:unexpected|application|internal|client-side|server-side|unknown|server|technical|system|database|network|critical|runtime|proxy|connection|configuration)\s+(?:\w+\s+)?(?:error|exception|problem|failure|fault)\b|error\s+(?:establishing|connecting|loading|processing|occurred|has\s+occurred|while)|(?:there\s+(?:was|has\s+been|is)\s+an?|encountered\s+an?|we\s+(?:have|.ve)?\s*(?:hit|ran\s+into|run\s+into)\s+an?)\s+(?:\w+\s+)?(?:error|problem|issue|snag)|^[^\w\n]{0,12}error[^\w\n]{0,12}$",
        r"something\s+(?:went|has\s+gone|.s\s+gone|unexpected|just)\s*(?:\w+\s+)?(?:wrong|happened|broke)|(?:we.re|we\s+are|is)\s+(?:currently\s+)?(?:having|experiencing|facing)\s+(?:some\s+|a\s+|an\s+)?(?:trouble|difficult|technical|issues?|problems?|outage|high)|technical\s+(?:difficult|issue|problem)\w*|\boops\b|\bwhoops\b|\buh[\s-]?oh\b",
        rf"(?:{_THING}|service|application|feature|server)\s+(?:\w+\s+){{0,5}}?(?:isn.t|is\s+not|is\s+currently\s+not|is\s+temporarily|is\s+currently|was\s+not|are\s+not)\s+(?:currently\s+|temporarily\s+)?(?:un)?(?:available|reachable|responding|accessible)|temporarily\s+unavailable|(?:can.t|cannot|couldn.t|could\s+not)\s+be\s+(?:displayed|reached|loaded|shown|opened|retrieved|fetched)",
        r"access\s+(?:is\s+|was\s+|has\s+been\s+)?(?:denied|forbidden|restricted)|(?:do\s+not|don.t)\s+have\s+(?:\w+\s+)?(?:permission|access|authori[sz]ation)|permission\s+(?:to\s+access|denied)|not\s+(?:authori[sz]ed|allowed)\s+to\s+(?:access|view)|request\s+(?:is\s+|was\s+)?(?:blocked|failed|could\s+not\s+be|timed?\s+out)|rate\s+limit(?:ed)?\s+exceeded|connection\s+(?:timed\s+out|refused|reset|failed)|invalid\s+(?:url|request|hostname|host\s+header)",
        r"(?:couldn.t|could\s+not|can.t|cannot|failed\s+to|unable\s+to|not\s+able\s+to)\s+(?:\w+\s+)?(?:load|display|show|open|retrieve|fetch|connect|process|complete)\s+(?:the|this|your|to|content|document|page)?|(?:please\s+)?(?:try|come\s+back|check\s+back)\s+(?:again\s+|back\s+)?(?:later|soon|shortly|in\s+a\b|in\s+(?:\d+|some|few)\s+minutes)|(?:please\s+)?(?:try\s+)?(?:refresh|reload)(?:ing)?\s+(?:the|this)\s+page",
    ),
    "de": (
        r"ein\s+(?:\w+\s+)?(?:fehler|problem)\s+(?:ist\s+)?aufgetreten|(?:technische[rn]?|interne[rn]?|unerwartete[rn]?|unbekannte[rn]?)\s+(?:\w+\s+)?(?:fehler|problem|störung|schwierigkeit)\w*|etwas\s+(?:ist\s+)?schief|fehler\s+beim\s+laden|^[^\w\n]{0,12}fehler[^\w\n]{0,12}$|hoppla|(?:seite|dienst|inhalt|service|website|server)\s+(?:ist\s+)?(?:momentan\s+|derzeit\s+|zurzeit\s+|vorübergehend\s+|aktuell\s+|zur\s+zeit\s+)?nicht\s+(?:verfügbar|erreichbar|geladen)|(?:vorübergehend|momentan|derzeit)\s+nicht\s+(?:verfügbar|erreichbar)",
        r"zugriff\s+(?:wurde\s+)?(?:verweigert|abgelehnt|untersagt)|keine\s+berechtigung|(?:nicht|konnte\s+nicht)\s+geladen\s+werden|versuch(?:e|en\s+sie)\s+es\s+(?:bitte\s+)?(?:später|in|erneut|noch)|zu\s+viele\s+anfragen",
    ),
    "fr": (
        r"une\s+erreur\s+(?:\w+\s+){0,2}(?:est\s+survenue|s.est\s+produite|inattendue|technique|interne)|erreur\s+(?:serveur|technique|interne|inattendue|lors\s+d|de\s+chargement)|^[^\w\n]{0,12}erreur[^\w\n]{0,12}$|(?:problème|incident)\s+technique|oups|service\s+(?:\w+\s+){0,2}indisponible|(?:temporairement|momentanément|actuellement)\s+indisponible|accès\s+(?:refusé|interdit)|n.avez\s+pas\s+(?:l.autorisation|accès)|réessay(?:er|ez)|impossible\s+d(?:e|.)\s*(?:charger|afficher|accéder)|trop\s+de\s+requêtes|s.est\s+mal\s+passé",
    ),
    "es": (
        r"(?:ha\s+ocurrido|se\s+ha\s+producido|se\s+produjo|ocurrió|hubo)\s+un\s+(?:\w+\s+)?(?:error|problema)|algo\s+(?:ha\s+)?(?:salió|salido|ido|fue)\s+mal|error\s+(?:del\s+servidor|interno|inesperado|técnico|al\s+cargar)|problemas?\s+técnicos?|servicio\s+(?:\w+\s+)?no\s+disponible|temporalmente\s+no\s+disponible|acceso\s+(?:denegado|prohibido|restringido)|no\s+tiene[s]?\s+permiso|int[ée]nt(?:alo|elo)\s+(?:de\s+nuevo|más\s+tarde|otra\s+vez)|(?:vuelve|vuelva)\s+a\s+intentar|no\s+se\s+(?:ha\s+)?(?:pudo|podido|puede)\s+cargar|demasiadas\s+solicitudes",
    ),
    "it": (r"si\s+è\s+verificato\s+un\s+(?:\w+\s+)?(?:errore|problema)|qualcosa\s+è\s+andato\s+storto|errore\s+(?:del\s+server|interno|imprevisto|tecnico)|problem[ai]\s+tecnic[oi]|servizio\s+(?:\w+\s+)?non\s+disponibile|temporaneamente\s+non\s+disponibile|accesso\s+(?:negato|vietato)|riprova(?:re)?\s+più\s+tardi|impossibile\s+(?:caricare|visualizzare)|^[^\w\n]{0,12}errore[^\w\n]{0,12}$",),
    "pt": (r"(?:ocorreu|houve)\s+um\s+(?:\w+\s+)?(?:erro|problema)|algo\s+(?:deu|correu)\s+(?:errado|mal)|erro\s+(?:no|do|interno|inesperado)\s*(?:servidor)?|problemas?\s+técnicos?|serviço\s+(?:\w+\s+)?indisponível|temporariamente\s+indisponível|acesso\s+(?:negado|proibido)|tente\s+novamente|não\s+foi\s+possível\s+(?:carregar|exibir)|^[^\w\n]{0,12}erro[^\w\n]{0,12}$",),
    "nl": (r"er\s+is\s+(?:een\s+)?(?:\w+\s+)?(?:fout|iets\s+(?:fout|mis)|probleem)|iets\s+(?:ging|is)\s+(?:er\s+)?(?:mis|fout)|(?:interne|technische|onverwachte)\s+(?:server)?(?:fout|storing)|(?:pagina|dienst|service)\s+is\s+(?:momenteel\s+|tijdelijk\s+)?niet\s+(?:beschikbaar|bereikbaar)|tijdelijk\s+niet\s+beschikbaar|toegang\s+(?:geweigerd|ontzegd)|probeer\s+het\s+(?:later|opnieuw)|^[^\w\n]{0,12}fout[^\w\n]{0,12}$",),
    "pl": (r"(?:wystąpił|napotkano)\s+(?:\w+\s+)?(?:błąd|problem)|coś\s+poszło\s+nie\s+tak|błąd\s+(?:serwera|wewnętrzny|połączenia)|(?:chwilowo|tymczasowo)\s+niedostępn\w+|(?:odmowa|brak)\s+dostępu|spróbuj\s+ponownie|^[^\w\n]{0,12}błąd[^\w\n]{0,12}$",),
    "zh": (r"出错了|出錯了|(?:服务器|伺服器|系统|系統|网络|網路|内部|程序|未知)(?:内部)?(?:错误|錯誤|异常|異常|繁忙|忙)|(?:发生|發生|出现|出現)(?:了)?(?:一个|未知)?(?:错误|錯誤|异常)|(?:加载|載入|访问|請求|请求)(?:失败|失敗|受限|被拒绝|过于频繁)|(?:暂时|暫時)(?:无法|無法|不可用)|(?:请|請)(?:稍后|稍後)|(?:拒绝|禁止)(?:访问|存取)|没有(?:访问)?权限|服务不可用",),
    "ja": (r"エラーが発生|(?:サーバー|システム|内部|予期(?:せぬ|しない))エラー|問題が発生しました|(?:しばらく|時間)[^。]{0,8}(?:してから|経って|おいて|待って)[^。]{0,10}(?:もう一度|再度|アクセス|お試し)|アクセス(?:が)?(?:拒否|禁止|集中)|(?:読み込|表示)(?:め|む|み)?[^。]{0,6}(?:できません|失敗)|一時的に(?:利用|アクセス|表示)[^。]{0,6}でき",),
    "ko": (r"(?:오류|문제)가?\s*발생|잠시\s*후\s*다시|접근이?\s*(?:거부|차단)|일시적(?:으로|인)\s*(?:오류|이용)",),
    "ar": (r"حدث\s+خطأ|خطأ\s+(?:داخلي|في\s+الخادم|غير\s+متوقع)|(?:حاول|المحاولة)\s+(?:مرة\s+أخرى|لاحقا)",),
    "el": (r"(?:παρουσιάστηκε|προέκυψε)\s+(?:\w+\s+)?(?:σφάλμα|πρόβλημα)|εσωτερικό\s+σφάλμα|(?:δοκιμάστε|προσπαθήστε)\s+(?:ξανά|αργότερα|πάλι)",),
    "sv": (r"(?:ett|något)\s+(?:\w+\s+)?(?:fel\s+(?:har\s+)?(?:uppstod|inträffat|uppstått)|gick\s+fel)|försök\s+igen\s+senare",),
    "tr": (r"bir\s+(?:hata|sorun)\s+oluştu|daha\s+sonra\s+tekrar\s+deneyin|erişim\s+engellendi",),
    "ru": (r"(?:произошла|внутренняя|неизвестная)\s+ошибка|что-то\s+пошло\s+не\s+так|доступ\s+(?:запрещ[её]н|ограничен|закрыт)|временно\s+недоступ\w+|попробуйте\s+(?:ещ[её]\s+раз|позже|позднее)",),
}  # fmt: skip

SHELL: Family = {
    "en": (
        r"(?:enable|activate|turn\s+on|requires?|needs?|allow)\s+(?:\w+\s+){0,3}?java\s?script|java\s?script\s+(?:is\s+|has\s+been\s+|to\s+be\s+|must\s+be\s+)?(?:disabled|required|must|turned\s+off|not\s+(?:enabled|supported)|enabled)|without\s+java\s?script|^[^\w\n]{0,12}(?:page\s+)?loading(?:\s+(?:page|content|document|\W+please\s+wait))?[^\w\n]{0,12}$|^[^\w\n]{0,12}please\s+wait[^\w\n]{0,12}$",
        r"(?:should\s+be|being|will\s+be|are\s+being|be\s+automatically|not\s+automatically)\s+redirected|redirecting|(?:page|site|document|object)\s+(?:has\s+)?moved\b|click\s+here\s+if\s+you\s+are\s+not|(?:unsupported|outdated|incompatible|old|your)\s+browser\s+(?:is\s+)?(?:\w+\s+)?(?:not\s+supported|unsupported|out\s+of\s+date|outdated)|unsupported\s+browser|(?:upgrade|update)\s+your\s+browser|browser\s+(?:does\s+not|doesn.t)\s+support|preview\s+(?:is\s+)?(?:not|un)\s*available",
    ),
    "de": (r"java\s?script\s+(?:\w+\s+){0,3}?(?:aktivier\w+|einschalten|deaktiviert|erforderlich|benötigt|nicht\s+aktiviert)|(?:aktivier\w+|benötigt|erfordert)\s+(?:\w+\s+){0,3}?java\s?script|weitergeleitet|weiterleitung|^[^\w\n]{0,12}(?:wird\s+geladen|laden|bitte\s+warten|lädt)[^\w\n]{0,12}$|browser\s+(?:wird\s+nicht\s+(?:mehr\s+)?unterstützt|ist\s+veraltet)",),
    "fr": (r"activ(?:er|ez)\s+(?:le\s+)?java\s?script|java\s?script\s+(?:\w+\s+){0,3}?(?:désactivé|activ(?:er|é)|requis|nécessaire)|redirection\s+(?:en\s+cours|automatique)|(?:être|serez|êtes)\s+redirigée?|^[^\w\n]{0,12}(?:chargement(?:\s+en\s+cours)?|veuillez\s+patienter)[^\w\n]{0,12}$|navigateur\s+(?:n.est\s+(?:pas|plus)\s+(?:pris\s+en\s+charge|compatible)|obsolète)",),
    "es": (r"(?:activ(?:a|e|ar)|habilit(?:a|e|ar))\s+(?:el\s+)?java\s?script|java\s?script\s+(?:\w+\s+){0,3}?(?:desactivado|deshabilitado|habilitar|activar|necesario)|redirigiendo|será[s]?\s+redirigid[oa]|^[^\w\n]{0,12}(?:cargando|espere\s+por\s+favor)[^\w\n]{0,12}$|navegador\s+no\s+(?:es\s+compatible|compatible|soportado)",),
    "it": (r"(?:abilit(?:a|are)|attiv(?:a|are))\s+java\s?script|java\s?script\s+(?:è\s+)?(?:disabilitato|disattivato|necessario)|reindirizza\w+|^[^\w\n]{0,12}caricamento(?:\s+in\s+corso)?[^\w\n]{0,12}$",),
    "pt": (r"(?:ativ(?:e|ar)|habilit(?:e|ar))\s+o?\s*java\s?script|java\s?script\s+(?:está\s+)?(?:desativado|desabilitado)|redirecionad[oa]|redirecionando|^[^\w\n]{0,12}(?:carregando|a\s+carregar)[^\w\n]{0,12}$",),
    "nl": (r"(?:schakel|zet|activeer)\s+(?:\w+\s+)?java\s?script|java\s?script\s+(?:is\s+)?(?:uitgeschakeld|vereist|nodig)|doorgestuurd|^[^\w\n]{0,12}(?:laden|bezig\s+met\s+laden|even\s+geduld)[^\w\n]{0,12}$",),
    "pl": (r"(?:włącz|włączyć|wymaga)\s+(?:obsług\w+\s+)?java\s?script|java\s?script\s+(?:jest\s+)?wyłączon\w+|przekierowani\w+|^[^\w\n]{0,12}(?:ładowanie|wczytywanie)[^\w\n]{0,12}$",),
    "zh": (r"(?:启用|啟用|开启|開啟|打开|需要)[^。]{0,6}java\s?script|java\s?script[^。]{0,6}(?:禁用|停用|未启用|未啟用)|(?:加载|載入|加載)中|正在(?:加载|載入|跳转|跳轉)|(?:页面|頁面)?(?:跳转|跳轉)中|浏览器版本过低|请(?:升级|更新)(?:您的)?浏览器",),
    "ja": (r"java\s?script[^。]{0,8}(?:有効|無効|必要)|(?:読み込み|ロード)中|リダイレクト(?:します|中|され)|お使いのブラウザ[^。]{0,12}(?:対応|サポート)",),
    "ko": (r"자바스크립트[^.]{0,8}(?:활성화|사용|필요)|java\s?script[^.]{0,8}(?:활성화|사용)|로딩\s*중|불러오는\s*중",),
    "ru": (r"(?:включите|требуется|отключен\w*)\s+(?:\w+\s+)?java\s?script|java\s?script\s+(?:отключ[её]н|выключен)|перенаправл\w+|^[^\w\n]{0,12}(?:загрузка|подождите)[^\w\n]{0,12}$",),
}  # fmt: skip
