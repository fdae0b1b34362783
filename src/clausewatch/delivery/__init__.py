"""Messages out to the world: e-mail by SMTP, signed webhooks; each channel one file."""

from clausewatch.delivery.caller import CallerSettings, HttpCaller
from clausewatch.delivery.couriers import Couriers
from clausewatch.delivery.smtp import Security, SmtpCourier, SmtpSettings
from clausewatch.delivery.webhook import WebhookCourier, WebhookSettings

__all__ = [
    "CallerSettings",
    "Couriers",
    "HttpCaller",
    "Security",
    "SmtpCourier",
    "SmtpSettings",
    "WebhookCourier",
    "WebhookSettings",
]
