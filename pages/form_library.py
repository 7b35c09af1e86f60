"""The form library: every form, what is wrong with any of them, and a copy to print."""

from __future__ import annotations

import streamlit as st

from forms.model import Form
from forms.problem import Problem
from pages.components.html import link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, problems_table
from pages.components.server.runtime import runtime
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.mail_language import mail_languages

page = open_page(Permission.MANAGE_FORMS, title="Form library", width="wide")


def show_problems(problems: tuple[Problem, ...]) -> None:
    """What the form files get wrong, with the place and the cure."""
    if not problems:
        show(tag("p", "Every form file is in order.", class_="all-well", role="status"))
        return
    st.error(f"{len(problems)} problems in the form files. The forms concerned are not offered.")
    problems_table(problems, caption="Problems in the form files", key="problems")


def show_forms(page: Page) -> None:
    """One row a form, with its size, its languages and a copy to print."""
    data_table(
        [_row(form) for form in page.library.forms.values()],
        ("Form", "Version", "Kind", "Sections", "Questions", "Standards", "Languages", "To print"),
        caption="Forms in the library",
        key="forms",
        numeric=("Sections", "Questions", "Standards"),
    )


def _row(form: Form) -> tuple[object, ...]:
    return (
        form.title.say(),
        form.version,
        form.kind.replace("_", " ").capitalize(),
        len(form.sections),
        sum(1 for _ in form.walk()),
        len(form.standards),
        ", ".join(_name_language(tag) for tag in form.languages),
        link("Blank form (PDF)", f"/documents/blank/{form.id}.pdf"),
    )


def _name_language(tag: str) -> str:
    """A language in words; its tag where nobody has named it."""
    named = mail_languages().get(tag)
    return named.name if named else tag


def show_outline(page: Page) -> None:
    """The questions of one form, section by section, as its author wrote them."""
    forms = page.library.forms
    chosen = st.selectbox(
        "Look at the questions of",
        list(forms),
        format_func=lambda key: forms[key].title.say(),
        key="outline",
    )
    if not chosen:
        return
    form = forms[chosen]
    rows = [
        (
            question.standard.key if question.standard else question.id,
            question.text.say() or "(worked out)",
            question.type.replace("_", " "),
            section.title.say(),
            ", ".join(question.standard.applies_to) if question.standard else "",
            str(question.standard.reference) if question.standard else "",
        )
        for section in form.sections
        for question in section.questions
    ]
    data_table(
        rows,
        ("Key", "Question", "Type", "Section", "Asked of", "Reference"),
        caption=f"Questions of {form.title.say()}",
        key=f"outline_{chosen}",
    )


page_heading("Form library", "Each form is one file. Change the file, and the form changes.")
show_problems((*page.library.problems, *runtime().problems))
if page.library.forms:
    show_forms(page)
    if page.library.warnings:
        with st.expander(f"Missing translations ({len(page.library.warnings)})"):
            data_table(
                [(warning.place, warning.message) for warning in page.library.warnings],
                ("Where", "What"),
                caption="Missing translations; the default language is shown instead",
                key="warnings",
            )
    show_outline(page)
else:
    empty_state("No form can be used", "Put right the problems above, then restart the app.")
