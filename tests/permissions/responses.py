"""Many responses, requests and sign-offs: how each function is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from db import files, life, requests, responses, sign_offs
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.mail import Mail, MailKind
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import READ, REVIEWERS
from tests.permissions.world import DRAFT, REQUEST, ask_sign_off


def _sign(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> bool:
    return sign_offs.sign(
        tx,
        id=ask_sign_off(tx),
        name="N",
        position="P",
        minute="M",
        fills={},
        label="Head",
        viewer=viewer,
        now=NOW,
    )


def _refuse(tx: Transaction, viewer: Viewer, id: str, _: dict[str, str]) -> bool:
    sign_offs.refuse_sign_off(tx, id=ask_sign_off(tx), name="N", position="P", note="No",
                              label="Head", viewer=viewer, now=NOW)  # fmt: skip
    return True


#: How each is called.
CALLS: dict[str, Call] = {
    "files.get_file": lambda t, v, o, i: files.get_file(t, i["file"], viewer=v),
    "life.list_queue": lambda t, v, o, i: life.list_queue(t, viewer=v),
    "requests.count_requests": lambda t, v, o, i: requests.count_requests(t, viewer=v),
    "requests.list_requests": lambda t, v, o, i: requests.list_requests(t, viewer=v),
    "responses.list_returns": lambda t, v, o, i: responses.list_returns(
        t, cycle="this", viewer=v),
    "sign_offs.mail_sign_off": lambda t, v, o, i: sign_offs.mail_sign_off(
        t, id=ask_sign_off(t), viewer=v, now=NOW,
        mail=Mail("m", MailKind.SIGN_OFF, "L", "l@x.example", "S", "B", "once-s")),
    "sign_offs.refuse_sign_off": _refuse,
    "sign_offs.sign": _sign,
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "files.get_file": READ[DRAFT],
    "life.list_queue": REVIEWERS,
    "requests.count_requests": READ[REQUEST],
    "requests.list_requests": READ[REQUEST],
    "responses.list_returns": "organisation writer stranger sign_off team officer",
    "sign_offs.mail_sign_off": "writer contributor",
    "sign_offs.refuse_sign_off": "contributor signer",
    "sign_offs.sign": "contributor signer",
}
