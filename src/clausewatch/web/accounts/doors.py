"""Every page and action of accounts, and who is let in: this table decides, and what is not in it is not there."""

from __future__ import annotations

from clausewatch.web.accounts import (
    confirming,
    deliveries,
    entering,
    moving,
    organisation,
    own,
    passkeys,
    trying,
    vouched,
    watches,
)
from clausewatch.web.accounts.gate import Door, Need

_ENTERING = (
    Door("GET", "/sign-in/", Need.ANYBODY, entering.sign_in_page),
    Door("POST", "/sign-in/", Need.ANYBODY, entering.sign_in),
    Door("GET", "/sign-up/", Need.ANYBODY, entering.sign_up_page),
    Door("POST", "/sign-up/", Need.ANYBODY, entering.sign_up),
    Door("GET", "/verify/", Need.ANYBODY, entering.verify_page),
    Door("POST", "/verify/", Need.ANYBODY, entering.verify),
    Door("GET", "/reset/", Need.ANYBODY, entering.reset_page),
    Door("POST", "/reset/", Need.ANYBODY, entering.reset),
    Door("GET", "/reset/new/", Need.ANYBODY, entering.new_password_page),
    Door("POST", "/reset/new/", Need.ANYBODY, entering.new_password),
    Door("POST", "/sign-in/passkey/options/", Need.ANYBODY, passkeys.options_to_sign_in),
    Door("POST", "/sign-in/passkey/", Need.ANYBODY, passkeys.sign_in),
    Door("POST", "/sign-in/code/", Need.ANYBODY, vouched.code),
    Door("POST", "/sign-in/with/{provider}/", Need.ANYBODY, vouched.begin),
    Door("GET", "/sign-in/with/{provider}/back/", Need.ANYBODY, vouched.back),
)
_OWN = (
    Door("POST", "/sign-out/", Need.SIGNED_IN, entering.sign_out),
    Door("GET", "/account/", Need.SIGNED_IN, own.account_page),
    Door("POST", "/account/sessions/end/", Need.SIGNED_IN, own.end_sessions),
    Door("GET", "/account/confirm/", Need.SIGNED_IN, confirming.confirm_page),
    Door("POST", "/account/confirm/", Need.SIGNED_IN, confirming.confirm),
    Door("GET", "/account/password/", Need.SIGNED_IN, own.password_page),
    Door("POST", "/account/password/", Need.SIGNED_IN, own.password),
    Door("GET", "/account/email/", Need.SIGNED_IN, moving.email_page, fresh=True),
    Door("POST", "/account/email/", Need.SIGNED_IN, moving.email, fresh=True),
    Door("GET", "/account/email/new/", Need.SIGNED_IN, moving.new_email_page),
    Door("POST", "/account/email/new/", Need.SIGNED_IN, moving.new_email),
    Door("GET", "/account/second-step/", Need.SIGNED_IN, own.second_step_page, fresh=True),
    Door("POST", "/account/second-step/", Need.SIGNED_IN, own.second_step, fresh=True),
    Door("GET", "/account/passkeys/", Need.SIGNED_IN, passkeys.make_page, fresh=True),
    Door("POST", "/account/passkeys/", Need.SIGNED_IN, passkeys.make),
    Door("POST", "/account/passkeys/options/", Need.SIGNED_IN, passkeys.options_to_make),
    Door("GET", "/account/providers/{provider}/", Need.SIGNED_IN, vouched.link_page, fresh=True),
    Door("POST", "/account/providers/{provider}/", Need.SIGNED_IN, vouched.begin_link, fresh=True),
    Door("POST", "/account/ways/{way}/end/", Need.SIGNED_IN, passkeys.end_way, fresh=True, page="/account/"),
    Door("GET", "/account/export.json", Need.SIGNED_IN, own.export),
    Door("GET", "/account/delete/", Need.SIGNED_IN, own.delete_page, fresh=True),
    Door("POST", "/account/delete/", Need.SIGNED_IN, own.delete, fresh=True),
)
_OF = "/account/{organisation}/"
_WATCH = _OF + "watches/{watch}/"
_ORGANISATION = (
    Door("GET", _OF, Need.READER, organisation.organisation_page),
    Door("POST", _OF + "leave/", Need.READER, organisation.leave),
    Door("GET", _OF + "watches/new/", Need.EDITOR, watches.new_page),
    Door("POST", _OF + "watches/new/", Need.EDITOR, watches.make),
    Door("GET", _WATCH, Need.EDITOR, watches.change_page),
    Door("POST", _WATCH, Need.EDITOR, watches.change),
    Door("POST", _WATCH + "snooze/", Need.EDITOR, watches.snooze),
    Door("POST", _WATCH + "mute/", Need.EDITOR, watches.mute),
    Door("POST", _WATCH + "end/", Need.EDITOR, watches.end),
    Door("POST", _WATCH + "test/", Need.EDITOR, trying.trial),
    Door("GET", _OF + "deliveries/", Need.READER, deliveries.deliveries_page),
    Door("POST", _OF + "deliveries/{alert}/retry/", Need.EDITOR, deliveries.retry),
    Door("GET", _OF + "tokens/", Need.EDITOR, organisation.tokens_page),
    Door("POST", _OF + "tokens/", Need.EDITOR, organisation.make_token),
    Door("POST", _OF + "tokens/{token}/end/", Need.EDITOR, organisation.end_token),
    Door("GET", _OF + "members/", Need.OWNER, organisation.members_page),
    Door("POST", _OF + "members/invite/", Need.OWNER, organisation.invite),
    Door("POST", _OF + "invitations/{invitation}/end/", Need.OWNER, organisation.end_invitation),
    Door("POST", _OF + "members/{account}/role/", Need.OWNER, organisation.change_member),
    Door("POST", _OF + "members/{account}/remove/", Need.OWNER, organisation.remove_member),
    Door("GET", _OF + "log/", Need.OWNER, organisation.log_page),
)
# What stands first wins: pages of the person's own before an organisation of that name.
DOORS: tuple[Door, ...] = (*_ENTERING, *_OWN, *_ORGANISATION)
