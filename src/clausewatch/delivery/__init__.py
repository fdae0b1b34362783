"""Messages out to the world: e-mail by SMTP, signed webhooks, chat rooms; each channel one file."""

from clausewatch.delivery.caller import CallerSettings, HttpCaller
from clausewatch.delivery.chat import ChatCourier
from clausewatch.delivery.couriers import Couriers
from clausewatch.delivery.posting import WebhookSettings
from clausewatch.delivery.smtp import Security, SmtpCourier, SmtpSettings
from clausewatch.delivery.webhook import WebhookCourier

__all__ = [
    "CallerSettings",
    "ChatCourier",
    "Couriers",
    "HttpCaller",
    "Security",
    "SmtpCourier",
    "SmtpSettings",
    "WebhookCourier",
    "WebhookSettings",
]
