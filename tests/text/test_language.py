"""The language of short texts of our own."""

from __future__ import annotations

import pytest

from clausewatch.text.language import language_of

SAMPLES = {
    "en": "You may use the service only as these terms allow. If you do not agree, you must not use it.",
    "de": "Sie dürfen den Dienst nur nutzen, wie es diese Bedingungen erlauben. Wenn Sie nicht zustimmen, dürfen Sie ihn nicht nutzen.",
    "fr": "Vous ne pouvez utiliser le service que dans la mesure où ces conditions le permettent, et vous devez les accepter.",
    "es": "Usted solo puede usar el servicio como lo permiten estas condiciones. Si no está de acuerdo, no debe usarlo.",
    "it": "Puoi usare il servizio solo come consentito da queste condizioni. Se non sei d'accordo, non devi usarlo.",
    "nl": "U mag de dienst alleen gebruiken zoals deze voorwaarden toestaan. Als u niet akkoord gaat, mag u hem niet gebruiken.",
    "pt": "Você só pode usar o serviço como estas condições permitem. Se não concordar, não deve usar o serviço da nossa empresa.",
    "pl": "Użytkownik może korzystać z usługi tylko w sposób dozwolony przez niniejsze warunki. Jeśli nie wyraża zgody, nie może z niej korzystać.",
    "sv": "Du får använda tjänsten endast så som dessa villkor tillåter. Om du inte godkänner dem får du inte använda den.",
    "da": "Du må kun bruge tjenesten, som disse vilkår tillader. Hvis du ikke er enig, må du ikke bruge den.",
    "fi": "Voit käyttää palvelua vain näiden ehtojen mukaisesti. Jos et hyväksy niitä, et saa käyttää palvelua.",
    "cs": "Službu můžete používat pouze tak, jak to umožňují tyto podmínky. Pokud s nimi nesouhlasíte, nesmíte ji používat.",
    "zh": "您只能按照本条款允许的方式使用本服务。如果您不同意，则不得使用。",
    "ja": "本サービスは、本規約で許可されている範囲でのみ利用できます。同意しない場合は利用できません。",
    "ko": "본 약관이 허용하는 범위 내에서만 서비스를 이용할 수 있습니다. 동의하지 않으면 이용할 수 없습니다.",
    "ar": "لا يجوز لك استخدام الخدمة إلا بالطريقة التي تسمح بها هذه الشروط. إذا لم توافق فلا تستخدمها.",
    "he": "מותר לך להשתמש בשירות רק כפי שתנאים אלה מתירים. אם אינך מסכים, אל תשתמש בו.",
    "ru": "Вы можете использовать сервис только так, как это разрешено настоящими условиями. Если вы не согласны, не используйте его.",
    "uk": "Ви можете користуватися сервісом лише так, як це дозволено цими умовами. Якщо ви не згодні, не користуйтеся ним.",
    "tr": "Hizmeti yalnızca bu koşulların izin verdiği şekilde kullanabilirsiniz. Kabul etmiyorsanız bu hizmeti kullanmayın.",
    "el": "Μπορείτε να χρησιμοποιείτε την υπηρεσία μόνο όπως επιτρέπουν αυτοί οι όροι. Εάν δεν συμφωνείτε, μην τη χρησιμοποιείτε.",
    "fa": "شما فقط می‌توانید از این سرویس همان‌گونه که این شرایط اجازه می‌دهد استفاده کنید. اگر موافق نیستید از آن استفاده نکنید.",
    "ro": "Puteți utiliza serviciul numai în modul permis de acești termeni. Dacă nu sunteți de acord, nu trebuie să îl utilizați.",
    "hu": "A szolgáltatást csak az e feltételek által megengedett módon használhatja. Ha nem ért egyet, ne használja azt.",
}


@pytest.mark.parametrize("language", SAMPLES)
def test_two_sentences_are_enough(language: str) -> None:
    assert language_of(SAMPLES[language]) == language
    assert language_of(SAMPLES[language] * 20) == language


@pytest.mark.parametrize("words", ["", "OK", "1. 2. 3.", "API SDK GPU", "zxcv qwer tyui opgh jklm bnmt yuio"])
def test_no_language_is_claimed_for_what_has_none(words: str) -> None:
    assert language_of(words) == ""
