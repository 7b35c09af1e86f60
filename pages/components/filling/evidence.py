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
from scrutiny.evidence import EvidenceFile, EvidenceRefusedError

TITLE = "Evidence files"
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
    show(tag("h2", TITLE))
    if files:
        show_files(files, draft.form, query=draft.document_query, language=draft.language)
    else:
        show(tag("p", "None yet. You may add files that support your answers."))
    st.button(
        "Add or remove evidence files" if files else "Add evidence files", key="to-evidence",
        on_click=place.go, args=(place.EVIDENCE,),
    )  # fmt: skip


def show_kept(draft: Draft) -> None:
    """The files of a return that is locked; nothing where there are none."""
    files = list_files(draft.page, draft.response.id) if takes_evidence(draft) else []
    if files:
        show(tag("h2", TITLE))
        show_files(files, draft.form, query=draft.document_query, language=draft.language)


def show_evidence(draft: Draft) -> None:
    """The screen of its own: what is there, each with its button, and the one uploader."""
    with st.container(horizontal=True):
        st.button("Back to all sections", key="evidence-to-tasks", type="tertiary",
                  on_click=place.go)  # fmt: skip
        if draft.page.viewer.questions is None:
            st.button("Check your answers", key="evidence-to-check", type="tertiary",
                      on_click=place.go, args=(place.CHECK,))  # fmt: skip
    page_heading(TITLE, draft.form.title.say(draft.language))
    if said := st.session_state.pop(_SAID, ""):
        st.success(said)
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(f"Not kept. {trouble.rstrip('.')}.")
    files = list_files(draft.page, draft.response.id)
    for file in files:
        _show_file(draft, file)
    _show_adding(draft, files)


def _show_file(draft: Draft, file: EvidenceFile) -> None:
    with st.container(border=True, key=f"evidence-{file.id}"):
        show_files([file], draft.form, query=draft.document_query, language=draft.language)
        if _may_touch(draft, file.supports):
            st.button(
                f"Remove {file.name}", key=f"remove-{file.id}",
                on_click=_remove, args=(draft, file),
            )  # fmt: skip


def _show_adding(draft: Draft, files: list[EvidenceFile]) -> None:
    limits = draft.page.partnership.evidence
    show(tag("h2", "Add a file"))
    if len(files) >= limits.max_files:
        show(tag("p", f"There are {limits.max_files} files, the most that a return takes. "
                 "Remove one to add another."))  # fmt: skip
        return
    st.warning(
        "No file may name a child, or show one who can be recognised. Look through the file, its "
        "name, its comments and hidden sheets before you choose it."
    )
    kinds = ", ".join(kind.upper() for kind in limits.accept)
    scanned = "" if draft.page.settings.clamd else " Files are not scanned for viruses here."
    show(tag("p", f"Up to {limits.max_files} files, each up to {limits.max_megabytes} MB: {kinds}. "
             f"A file is kept as soon as you choose it.{scanned}", class_="ask-hint"))  # fmt: skip
    names = _list_supports(draft)
    st.selectbox(
        "Which standard does it support?", list(names), key=_SUPPORTS,
        format_func=lambda id: names.get(id, ""),
    )  # fmt: skip
    turn = st.session_state.setdefault(_TURN, 0)
    st.file_uploader(
        "Choose a file", type=list(limits.accept), key=f"evidence-upload-{turn}",
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
        st.session_state[_TROUBLE] = "Choose which standard the file supports, then the file again"
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
        st.session_state[_SAID] = f"Kept: {kept.name}"
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
        st.session_state[_SAID] = f"Removed: {file.name}"
    draft.reload()
