"""Evidence files of a self-assessment: a screen to add and remove them, and their list."""

from __future__ import annotations

from typing import Any

import streamlit as st

from db import evidence
from db.errors import DatabaseError
from pages.components.attachments import list_files, say_support, show_files
from pages.components.filling import place
from pages.components.filling.draft import Draft
from pages.components.html import show, tag
from pages.components.keeping import examine_upload
from pages.components.layout import page_heading
from pages.components.server.runtime import runtime
from pages.components.words import say
from scrutiny.evidence import EvidenceFile, EvidenceRefusedError

_SUPPORTS, _TURN, _TROUBLE, _SAID = (
    "evidence-supports", "evidence-turn", "evidence-trouble", "evidence-said",
)  # fmt: skip


def takes_evidence(draft: Draft) -> bool:
    """Whether files can be kept with this return: a self-assessment, and room for one."""
    is_kind = draft.form.kind == evidence.KIND and bool(draft.response.organisation)
    return is_kind and draft.page.partnership.evidence.max_files > 0


def show_summary(draft: Draft) -> None:
    """The files of the return with their downloads, and the way to add or remove some."""
    if not takes_evidence(draft):
        return
    files = list_files(draft.page, draft.response.id)
    show(tag("h2", say("evidence_files", draft.language)))
    if files:
        show_files(files, draft.form, query=draft.document_query, language=draft.language)
    else:
        show(tag("p", say("evidence_none", draft.language)))
    st.button(
        say("evidence_change" if files else "evidence_add_first", draft.language),
        key="to-evidence",
        on_click=place.go, args=(place.EVIDENCE,),
    )  # fmt: skip


def show_kept(draft: Draft) -> None:
    """The files of a return that is locked; nothing where there are none."""
    files = list_files(draft.page, draft.response.id) if takes_evidence(draft) else []
    if files:
        show(tag("h2", say("evidence_files", draft.language)))
        show_files(files, draft.form, query=draft.document_query, language=draft.language)


def show_evidence(draft: Draft) -> None:
    """The screen of its own: what is there, each with its button, and the one uploader."""
    with st.container(horizontal=True):
        st.button(say("evidence_back", draft.language), key="evidence-to-tasks", type="tertiary",
                  on_click=place.go)  # fmt: skip
        if draft.page.viewer.questions is None:
            st.button(
                say("evidence_check", draft.language), key="evidence-to-check", type="tertiary",
                on_click=place.go, args=(place.CHECK,),
            )  # fmt: skip
    page_heading(say("evidence_files", draft.language), draft.form.title.say(draft.language))
    if said := st.session_state.pop(_SAID, ""):
        st.success(said)
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(say("evidence_refused", draft.language, why=trouble.rstrip(".")))
    files = list_files(draft.page, draft.response.id)
    for file in files:
        _show_file(draft, file)
    _show_adding(draft, files)


def _show_file(draft: Draft, file: EvidenceFile) -> None:
    with st.container(border=True, key=f"evidence-{file.id}"):
        show_files([file], draft.form, query=draft.document_query, language=draft.language)
        if _may_touch(draft, file.supports):
            st.button(
                say("evidence_remove", draft.language, name=file.name), key=f"remove-{file.id}",
                on_click=_remove, args=(draft, file),
            )  # fmt: skip


def _show_adding(draft: Draft, files: list[EvidenceFile]) -> None:
    limits, language = draft.page.partnership.evidence, draft.language
    show(tag("h2", say("evidence_add", language)))
    if len(files) >= limits.max_files:
        show(tag("p", say("evidence_full", language, count=limits.max_files)))
        return
    st.warning(say("evidence_warning", language))
    kinds = ", ".join(kind.upper() for kind in limits.accept)
    words = say(
        "evidence_limits", language, count=limits.max_files, megabytes=limits.max_megabytes,
        kinds=kinds,
    )  # fmt: skip
    scanned = "" if draft.page.settings.clamd else say("evidence_unscanned", language)
    show(tag("p", f"{words} {scanned}".strip(), class_="ask-hint"))
    names = _list_supports(draft)
    st.selectbox(
        say("evidence_supports", language), list(names), key=_SUPPORTS,
        format_func=lambda id: names.get(id, ""),
    )  # fmt: skip
    turn = st.session_state.setdefault(_TURN, 0)
    st.file_uploader(
        say("evidence_choose", language), type=list(limits.accept), key=f"evidence-upload-{turn}",
        max_upload_size=limits.max_megabytes, on_change=_keep, args=(draft, turn),
    )  # fmt: skip


def _list_supports(draft: Draft) -> dict[str, str]:
    """What a file may support: the whole return, or a standard that the viewer may answer."""
    found = [""] + [question.id for question in draft.form.standards.values()]
    return {
        id: say_support(draft.form, id, draft.language) for id in found if _may_touch(draft, id)
    }


def _may_touch(draft: Draft, supports: str) -> bool:
    given = draft.page.viewer.questions
    return given is None or supports in given


def _keep(draft: Draft, turn: int) -> None:
    """Look at the file and keep it at once, or say why not; the uploader is then empty again."""
    uploaded: Any = st.session_state.get(f"evidence-upload-{turn}")
    if uploaded is None:
        return
    st.session_state[_TURN] = turn + 1
    page, now = draft.page, runtime().clock()
    supports = str(st.session_state.get(_SUPPORTS) or "")
    if supports not in _list_supports(draft):
        st.session_state[_TROUBLE] = say("evidence_choose_first", draft.language)
        return
    try:
        examined = examine_upload(page, uploaded.name, uploaded.getvalue())
        kept = page.database.write(
            evidence.add_evidence,
            response=draft.response.id, name=examined.name, kind=examined.kind,
            content=examined.content, supports=supports, scan=examined.scan,
            most=page.partnership.evidence.max_files, viewer=page.viewer, now=now,
        )  # fmt: skip
    except EvidenceRefusedError as error:
        st.session_state[_TROUBLE] = str(error)
        draft.record_refusal(str(error))
    except DatabaseError as error:
        st.session_state[_TROUBLE] = str(error)
    else:
        st.session_state[_SAID] = say("evidence_kept", draft.language, name=kept.name)
    draft.reload()


def _remove(draft: Draft, file: EvidenceFile) -> None:
    try:
        draft.page.database.write(
            evidence.remove_evidence,
            response=draft.response.id, id=file.id, viewer=draft.page.viewer,
            now=runtime().clock(),
        )  # fmt: skip
    except DatabaseError as error:
        st.session_state[_TROUBLE] = str(error)
    else:
        st.session_state[_SAID] = say("evidence_removed", draft.language, name=file.name)
    draft.reload()
