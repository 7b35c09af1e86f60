"""The thread that sends what waits in the outbox, and queues the reminders that are due."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from urllib.parse import urlencode

from db import cycles, outbox, reaching, run_out
from db.connection import Transaction
from db.days import local_day, start_of
from db.errors import DatabaseError
from db.events import APP
from pages.components.server.alerting import queue_alerts, queue_deputy_alerts
from pages.components.server.background import attempt
from pages.components.server.chasing import queue_action_reminders
from pages.components.server.cookies import hash_token, make_token
from pages.components.server.runtime import Runtime
from pages.components.server.smtp import Fate, Handed, hand_mail
from pages.components.server.turning import queue_news, queue_turns
from scrutiny.access import make_viewer
from scrutiny.letter import Post, find_due_reminder, write_reminder
from scrutiny.links import BETWEEN, LinkKind, sign_link
from scrutiny.mail import DOCUMENTS, Mail, MailKind, load_mails
from scrutiny.mail_server import MailServer, make_mail_server
from scrutiny.reach import list_due

EVERY = 5.0  # seconds between looks into the outbox
_REMIND_EVERY = 60  # looks between checks of what reminders are due
SCHEDULE = "The schedule"
_log = logging.getLogger(__name__)


def run_outgoing(held: Runtime, stop: threading.Event) -> None:
    """Send and remind until told to stop; one fault never ends it, nor holds up the rest."""
    look = 0
    while not stop.wait(EVERY):
        if look % _REMIND_EVERY == 0:
            attempt("forget what has run out", lambda: _forget(held))
            attempt("queue reminders", lambda: queue_reminders(held))
            attempt("queue mails about turns", lambda: queue_turns(held))
            attempt("queue mails about steps that were taken", lambda: queue_news(held))
            attempt("queue reminders of actions", lambda: _remind_of_actions(held))
        attempt("queue alerts", lambda: queue_alerts(held))
        attempt("queue alerts to deputies", lambda: queue_deputy_alerts(held))
        attempt("send what waits in the outbox", lambda: send_waiting(held, stop))
        look += 1


def _remind_of_actions(held: Runtime) -> None:
    queue_action_reminders(held, make_post(held, actor=SCHEDULE))


def _forget(held: Runtime) -> None:
    held.database.write(run_out.forget_run_out, now=held.clock())


def find_server(held: Runtime) -> MailServer | None:
    """The mail server of the settings, or None when mails are kept."""
    ours = held.settings
    given = {
        name: getattr(ours, name)
        for name in ("smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password",
                     "smtp_from")
    }  # fmt: skip
    return make_mail_server(given, sender=held.partnership.email)


def make_post(held: Runtime, *, actor: str = "") -> Post:
    """What mails are written with."""
    return Post(held.partnership, load_mails(), held.settings.base_url, actor)


def link_address(held: Runtime, token: str) -> str:
    """The address that a person's link opens."""
    return f"{held.settings.base_url}/enter?{urlencode({'token': token})}"


def sign_off_address(held: Runtime, id: str) -> str:
    """The address at which one person signs a return; its last day is signed with it."""
    days = held.partnership.sign_off.link_days
    return _signed_address(held, "/sign_off", LinkKind.SIGN_OFF, id, days=days)


def actions_address(held: Runtime, mail: str) -> str:
    """The address at which an owner reports on actions; its last day is signed with it."""
    days = held.partnership.actions.link_days
    return _signed_address(held, "/your_actions", LinkKind.ACTIONS, mail, days=days)


def mail_address(held: Runtime, mail: Mail, token: str) -> str:
    """The address that stands in a mail when it is sent; `token` is of a personal link."""
    if mail.kind is MailKind.SIGN_OFF:
        return sign_off_address(held, mail.contact)
    if mail.kind is MailKind.ACTIONS:
        return actions_address(held, mail.id)
    if mail.kind in DOCUMENTS:
        is_restricted = mail.kind is MailKind.DOCUMENT_NOTICE
        return paper_address(held, mail.contact, is_restricted=is_restricted)
    return link_address(held, token)


def paper_address(held: Runtime, id: str, *, is_restricted: bool) -> str:
    """The address of a document: signed and ending, or the page behind the sign-in."""
    if is_restricted:
        return f"{held.settings.base_url}/paper?{urlencode({'id': id})}"
    days = held.partnership.reaching.link_days
    return _signed_address(held, f"/documents/paper/{id}.pdf", LinkKind.PAPER, id, days=days)


def use_address(held: Runtime, paper: str, organisation: str) -> str:
    """The address at which a team of an organisation tells how it used a document."""
    days, id = held.partnership.reaching.link_days, f"{paper}{BETWEEN}{organisation}"
    return _signed_address(held, "/used", LinkKind.USE, id, days=days)


def _signed_address(held: Runtime, path: str, kind: LinkKind, id: str, *, days: int) -> str:
    """An address that opens one thing until the end of its last day."""
    last = local_day(held.clock()) + timedelta(days=days)
    token = sign_link(
        kind, id, secret=held.settings.secret, expires=start_of(last + timedelta(days=1))
    )
    return f"{held.settings.base_url}{path}?{urlencode({'link': token})}"


def send_waiting(held: Runtime, stop: threading.Event | None = None) -> int:
    """Send every mail that is due, one by one; returns how many the server took."""
    server = find_server(held)
    held.database.write(outbox.refuse_stale, now=held.clock())
    taken = 0
    while server and not (stop and stop.is_set()):
        token = make_token()
        mail = held.database.write(outbox.take_mail, token_hash=hash_token(token), now=held.clock())
        if mail is None:
            break
        handed = _send(held, server, mail, token)
        held.database.write(_settle, mail, handed, held)
        taken += handed.fate is Fate.TAKEN
    return taken


def _send(held: Runtime, server: MailServer, mail: Mail, token: str) -> Handed:
    body = mail.with_link(mail_address(held, mail, token))
    name = held.partnership.short_name
    return hand_mail(mail, body, server, sender_name=name, now=held.clock())


def _settle(tx: Transaction, mail: Mail, handed: Handed, held: Runtime) -> None:
    if handed.fate is Fate.TAKEN:
        outbox.mark_sent(tx, mail.id, now=held.clock())
    elif handed.fate is Fate.LATER:
        outbox.put_back(tx, mail.id, reason=handed.reason, now=held.clock())
    elif handed.fate is Fate.UNKNOWN:
        outbox.refuse_mail(tx, mail.id, reason=f"It may have arrived. {handed.reason}")
    else:
        outbox.refuse_mail(tx, mail.id, reason=handed.reason)


def queue_reminders(held: Runtime) -> int:
    """Queue the reminders that the schedule sends today, each once; returns how many."""
    post = make_post(held, actor=SCHEDULE)
    if post.texts.problems:
        return 0
    queued = 0
    for cycle in held.database.read(cycles.list_cycles):
        try:
            queued += held.database.write(_remind, cycle.id, post, held)
        except DatabaseError:
            _log.exception("The reminders of %s could not be queued", cycle.id)
    return queued


def _remind(tx: Transaction, cycle_id: str, post: Post, held: Runtime) -> int:
    cycle, now = cycles.get_cycle(tx, cycle_id), held.clock()
    days = find_due_reminder(cycle, held.partnership.reaching.reminder_days_before, now.date())
    if days is None:
        return 0
    reached = reaching.list_reach(tx, cycle=cycle.id, viewer=make_viewer("mars_team"))
    mails = [
        write_reminder(post, contact, organisation=row.name, cycle=cycle, days_before=days)
        for contact, row in list_due(reached, now.date())
    ]
    return outbox.add_mails(tx, mails, now=now, actor=post.actor, role=APP)
