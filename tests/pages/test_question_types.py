"""Every question type can be asked on a screen and shown in a composite."""

from forms.types import REGISTRY


def test_every_question_type_has_a_widget():
    from pages.components.widgets import WIDGETS

    assert sorted(WIDGETS) == sorted(REGISTRY)


def test_every_question_type_says_how_it_is_charted():
    from pages.components.charts import CHARTS

    assert sorted(CHARTS) == sorted(REGISTRY)
