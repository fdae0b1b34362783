"""What pages say of themselves in place of the document, in many languages and frames. All wording is ours."""

from __future__ import annotations

import pytest
from tests.text.verdict_kit import FRAMES, GOOD, ask, bare, plain_site

from clausewatch.nouns.evidence import Verdict

SAID: dict[Verdict, tuple[str, ...]] = {
    Verdict.SOFT_404: (
        "Sorry, the document you requested could not be found.", "We can't find that page", "This article has been removed.",
        "404 - nothing found here", "Das gesuchte Dokument wurde leider nicht gefunden.", "Diese Seite existiert nicht mehr.",
        "La page demandée est introuvable", "Ce document n'existe plus.", "La página que buscas no existe", "El documento no se ha encontrado",
        "La pagina richiesta non è stata trovata", "A página que procura não foi encontrada", "De pagina die u zoekt is niet gevonden",
        "Strona nie została znaleziona", "您访问的页面不存在", "抱歉，找不到您要的网页", "お探しのページは見つかりませんでした", "요청하신 페이지를 찾을 수 없습니다", "Страница не найдена",
    ),
    Verdict.ERROR: (
        "An unexpected error has occurred. Please try again later.", "We're having some trouble right now", "502 Bad Gateway", "Access Denied",
        "You don't have permission to view this resource", "Failed to load the document. Refresh the page.", "Es ist ein technischer Fehler aufgetreten. Versuchen Sie es später noch einmal.",
        "Der Dienst ist vorübergehend nicht erreichbar", "Zugriff verweigert", "Une erreur inattendue s'est produite", "Service momentanément indisponible",
        "Se ha producido un error inesperado", "Algo salió mal. Inténtelo más tarde.", "Si è verificato un errore", "Ocorreu um erro. Tente novamente.",
        "Er is iets misgegaan. Probeer het later.", "Wystąpił nieoczekiwany błąd", "服务器内部错误，请稍后再试", "エラーが発生しました", "오류가 발생했습니다", "Произошла ошибка",
    ),
    Verdict.MAINTENANCE: (
        "Our site is undergoing scheduled maintenance.", "We'll be back shortly!", "We are currently upgrading our systems.", "You are now in line",
        "Wegen Wartungsarbeiten ist diese Website gerade geschlossen.", "Wir sind bald wieder für Sie da", "Site en cours de maintenance", "Nous sommes de retour très bientôt",
        "Estamos realizando tareas de mantenimiento", "Sito in manutenzione", "Site em manutenção. Voltamos em breve.", "Wij zijn bezig met onderhoud: snel weer online",
        "Trwają prace konserwacyjne", "系统维护中", "ただいまメンテナンス中です", "서버 점검 중입니다", "Ведутся технические работы",
    ),
    Verdict.REGION_BLOCK: (
        "Example is not yet available in your region.", "Unfortunately we do not offer this service in your country.", "Access from your location is not permitted",
        "This content is unavailable due to legal reasons", "In Ihrem Land ist dieser Dienst leider nicht verfügbar", "Nicht verfügbar in deiner Region",
        "Ce service n'est pas disponible dans votre pays", "Este servicio no está disponible en su país", "Il servizio non è disponibile nel tuo paese",
        "Este serviço não está disponível no seu país", "Deze dienst is niet beschikbaar in uw land", "Usługa nie jest dostępna w twoim kraju",
        "您所在的国家或地区暂不支持该服务", "お住まいの地域ではご利用いただけません", "현재 국가에서는 이용할 수 없습니다", "Сервис недоступен в вашем регионе",
    ),
    Verdict.CHALLENGE: (
        "Verifying you are human. This may take a few seconds.", "Please complete the security check to go on", "Our systems have seen unusual traffic from your network.",
        "Pardon our interruption", "Press & hold to show that you are a person", "Sorry, you have been blocked", "Making sure you're not a bot!",
        "Bitte bestätigen Sie, dass Sie kein Roboter sind", "Ungewöhnlicher Datenverkehr aus Ihrem Netz", "Vérifions que vous êtes un humain: vérification de sécurité",
        "Confirme que no es un robot: verificación de seguridad", "Verifica di sicurezza in corso", "Verificação de segurança: confirme que não é um robô",
        "Beveiligingscontrole: bent u een mens of een robot?", "Weryfikacja bezpieczeństwa", "请完成安全验证，确认您不是机器人", "セキュリティチェックのため、ロボットではありませんと確認してください", "보안 확인이 필요합니다", "Проверка браузера",
    ),
    Verdict.LOGIN_WALL: (
        "Please sign in to view this page", "Your session has expired.", "You must be logged in", "Bitte melden Sie sich an, um fortzufahren", "Veuillez vous connecter pour continuer",
        "Debe iniciar sesión para ver esta página", "Accedi per continuare", "Faça login para continuar", "Log eerst in om verder te gaan", "Zaloguj się, aby kontynuować",
        "请先登录", "ログインしてください", "로그인이 필요합니다", "Войдите, чтобы продолжить",
    ),
    Verdict.SHELL: (
        "You need to enable JavaScript to run this app.", "Bitte aktivieren Sie JavaScript", "Veuillez activer JavaScript", "Por favor, habilite JavaScript",
        "You are being redirected.", "Loading...", "正在加载", "Sie werden weitergeleitet", "Your browser is not supported",
    ),
    Verdict.OTHER_DOCUMENT: (
        "This domain is for sale", "Welcome to nginx!", "Index of /legal", "Diese Domain steht zum Verkauf", "Ce nom de domaine est à vendre",
    ),
}  # fmt: skip
CASES = [(verdict, words) for verdict, said in SAID.items() for words in said]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("expected", "words"), CASES)
def test_a_page_that_says_what_it_is(expected: Verdict, words: str, frame: str) -> None:
    body = FRAMES[frame](f"<h1>{words}</h1>")
    for previous in (GOOD, None):
        judgement = ask(body, previous)
        assert judgement.verdict is expected, judgement.reasons
        assert judgement.reasons
        assert all(len(reason) > 10 for reason in judgement.reasons)


@pytest.mark.parametrize(
    ("title", "payload", "expected"),
    [
        ("404 Not Found", "<center><h1>nginx</h1></center>", Verdict.SOFT_404),
        ("Log in | Example", "<form><input name=user><input type=password><button>Go</button></form>", Verdict.LOGIN_WALL),
        ("Anmelden", "<form><input name=user><button>Weiter</button></form>", Verdict.LOGIN_WALL),
        ("Just a moment...", "<div></div>", Verdict.CHALLENGE),
        ("Wartung", "<p>Kaffee holen.</p>", Verdict.MAINTENANCE),
        ("Example | Offline", "", Verdict.MAINTENANCE),
        ("Index of /files", "<pre><a href='a.pdf'>a.pdf</a> <a href='b.pdf'>b.pdf</a></pre>", Verdict.OTHER_DOCUMENT),
        ("Privacy policy - Example", "<h1>Privacy policy</h1><p>We couldn't load this page. Try again later.</p>", Verdict.ERROR),
    ],
)  # fmt: skip
def test_a_title_says_what_the_page_is(title: str, payload: str, expected: Verdict) -> None:
    assert ask(bare(payload, title), GOOD).verdict is expected
    assert ask(bare(payload, title)).verdict is expected


def test_the_description_speaks_where_nothing_is_on_screen() -> None:
    head = "<meta name='description' content='We are down for maintenance and sorry for it.'>"
    assert ask(bare("<div id=root></div>", "Example", head), GOOD).verdict is Verdict.MAINTENANCE


def test_the_longer_notice_of_a_failed_page_is_found_beneath_the_sites_frame() -> None:
    words = (
        "<h1>We're sorry</h1><p>Unfortunately the page that you are looking for is not found. It may be that somebody moved it, "
        "or that the address was mistyped. You could start again from our front page, or write to our friendly staff.</p>"
    )
    assert ask(plain_site(words), GOOD).verdict is Verdict.SOFT_404


@pytest.mark.parametrize(
    ("body", "media", "expected"),
    [
        (b'{"error":"not_found","message":"Document not found"}', "application/json", Verdict.SOFT_404),
        (b'{"message":"Internal server error"}', "application/json", Verdict.ERROR),
        (b'{"detail":"Authentication required"}', "application/json", Verdict.LOGIN_WALL),
        (b"{}", "application/json", Verdict.SHELL),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", "application/xml", Verdict.ERROR),
        (b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>No key.</Message></Error>", "application/xml", Verdict.SOFT_404),
        (b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title><item><title>New terms</title></item></channel></rss>", "text/xml", Verdict.OTHER_DOCUMENT),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title></feed>", "application/atom+xml", Verdict.OTHER_DOCUMENT),
        (b"<urlset><url><loc>https://example.org/</loc></url></urlset>", "text/xml", Verdict.OTHER_DOCUMENT),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3 1 0 obj", "text/html", Verdict.ERROR),
    ],
)  # fmt: skip
def test_bodies_that_are_no_page(body: bytes, media: str, expected: Verdict) -> None:
    assert ask(body, GOOD, media=media).verdict is expected
    assert ask(body, media=media).verdict is expected
