"""The document as a PDF, read back."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader

from exports.document import (
    Answer,
    Blank,
    Box,
    Bullets,
    Cell,
    Chart,
    ChartKind,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Series,
    Table,
    Tiles,
)
from exports.pdf import render_pdf
from forms.model import Tone

MADE = datetime(2025, 11, 22, 14, 5, tzinfo=UTC)
CHART = Chart(
    kind=ChartKind.STACKED_BARS,
    title="Leadership",
    alt="Three in four are fully met",
    labels=("ED-A1 Leadership",),
    series=(Series("Fully met", (75.0,), Tone.GOOD), Series("Not met", (25.0,), Tone.POOR)),
    notes=("n 42",),
    unit="%",
)


def make(*blocks, **changes) -> Document:
    document = Document(
        title="Safeguarding audit",
        blocks=blocks,
        made=MADE,
        subtitle="Autumn 2025",
        version="2025.1",
        owner="Children's partnership",
        marking="OFFICIAL",
        notice="Demonstration data",
    )
    return replace(document, **changes)


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(document)))


def words(document: Document) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def elements(reader: PdfReader) -> list:
    """Every element of the structure tree, in reading order."""
    found = []

    def visit(node) -> None:
        for kid in node.get("/K", []):
            kid = kid.get_object()
            if isinstance(kid, dict) and "/S" in kid:
                found.append(kid)
                visit(kid)

    visit(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def kinds(document: Document) -> list[str]:
    return [str(element["/S"]) for element in elements(read(document))]


def test_same_document_same_bytes():
    document = make(Heading("A"), CHART, Paragraph("مرحبا 😀"))
    assert render_pdf(document) == render_pdf(document)


def test_another_moment_other_bytes():
    assert render_pdf(make()) != render_pdf(make(made=MADE + timedelta(minutes=1)))


def test_a_moment_without_a_zone_does_not_depend_on_the_machine(monkeypatch):
    naive = make(made=MADE.replace(tzinfo=None))
    first = render_pdf(naive)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert render_pdf(naive) == first


def test_metadata_names_the_document():
    reader = read(make())
    assert (reader.metadata.title, reader.metadata.author, reader.metadata.subject) == (
        "Safeguarding audit", "Children's partnership", "Autumn 2025",
    )  # fmt: skip
    assert reader.metadata.creation_date == MADE
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_contents_say_on_which_page_a_heading_stands_and_lead_there():
    contents = Contents("Items", ("Item", "Lead"), (("one", ("First", "Ann")),))
    reader = read(make(contents, PageBreak(), PageBreak(), Heading("First", anchor="one")))
    assert "First Ann 2" in " ".join(reader.pages[0].extract_text().split())
    (link,) = reader.pages[0]["/Annots"]
    page = link.get_object()["/Dest"][0].get_object()
    assert page.indirect_reference == reader.pages[1].indirect_reference


def test_words_lead_to_an_address():
    reader = read(make(Paragraph("The whole paper", target="https://a.example/p")))
    (link,) = reader.pages[0]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == "https://a.example/p"


def test_pairs_are_not_parted_from_their_heading():
    lines = [Paragraph("Words")] * 24
    reader = read(make(*lines, Heading("Item"), Facts((("A", "1"), ("B", "2"), ("C", "3")))))
    assert ["Item" in page.extract_text() for page in reader.pages] == [False, True]


def test_headings_are_bookmarks():
    reader = read(make(Heading("One"), Heading("Two", 2), Heading("Three")))
    outline = [
        [line.title for line in item] if isinstance(item, list) else item.title
        for item in reader.outline
    ]
    assert outline == ["One", ["Two"], "Three"]


def test_every_page_has_its_header_and_footer():
    pages = read(make(Paragraph("a"), PageBreak(), Paragraph("b"))).pages
    said = [" ".join(page.extract_text().split()) for page in pages]
    for number, text in enumerate(said, start=1):
        assert text.endswith(
            "Safeguarding audit OFFICIAL Version 2025.1, made 22 November 2025, 14:05 "
            f"Demonstration data Children's partnership page {number} of 2"
        )


def test_fonts_are_embedded():
    reader = read(make(Paragraph("words 中文 مرحبا"), Paragraph("strong", strong=True)))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    files = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get("/FontFile2")
        for font in fonts
    ]
    assert len(files) == 4
    assert None not in files


def test_only_fonts_that_are_needed_are_loaded():
    reader = read(make(Paragraph("plain words")))
    fonts = [
        font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()
    ]
    assert sorted(fonts) == ["/MPDFAA+NotoSans", "/MPDFAA+NotoSansBold"]


def test_body_text_is_at_least_twelve_points():
    sizes: list[float] = []
    blocks = (Paragraph("a", small=True), CHART, Table("c", ("h",), (("d",),)),
              Facts((("e", "f"),)),
              Answer("q", Cell("x", Tone.GOOD), (("p", "t"),), "r", "b"), Bullets(("i",)),
              Tiles((("l", "v", "n"),)), Box("t", "x"), Blank("q", "h", ("c",), 1))  # fmt: skip
    reader = read(make(*blocks, title="T", owner="", marking="", notice="", version=""))
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, _tm, _font, size: (
                sizes.append(size)
                if text.strip()
                and "page" not in text
                and "Made" not in text
                and text.strip() != "T"
                else None
            )
        )
    assert min(sizes) >= 12


def test_the_structure_is_tagged():
    blocks = (Heading("One"), Paragraph("a\n\nb"), Bullets(("c",)), Table("t", ("h",), (("d",),)))
    assert kinds(make(*blocks, owner="", subtitle="")) == [
        "/Document", "/H1", "/H2", "/P", "/P", "/L", "/LI", "/Lbl", "/LBody",
        "/Table", "/Caption", "/TR", "/TH", "/TR", "/TH",
    ]  # fmt: skip


def test_header_cells_say_what_they_head():
    found = elements(read(make(Table("t", ("h", "i"), (("d", "e"),)))))
    scopes = [element["/A"]["/Scope"] for element in found if element["/S"] == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_a_chart_is_a_figure_with_words_and_a_table():
    found = elements(read(make(CHART)))
    assert [e["/Alt"] for e in found if e["/S"] == "/Figure"] == ["Three in four are fully met"]
    assert [e["/S"] for e in found].count("/Table") == 1
    assert "Fully met 75%" in words(make(CHART))


def test_table_headers_stand_on_every_page():
    rows = tuple((f"Row {number}", "x") for number in range(100))
    pages = read(make(Table("Long", ("First column", "Second"), rows))).pages
    assert len(pages) > 2
    assert [page.extract_text().count("First column") for page in pages] == [1] * len(pages)


def test_a_row_is_kept_whole_when_a_page_holds_it():
    tall = "\n".join(f"line {number}" for number in range(20))
    rows = tuple((f"Row {number}", tall) for number in range(3))
    for page in read(make(Table("Tall", ("a", "b"), rows))).pages:
        text = page.extract_text()
        assert text.count("line 0") == text.count("line 19")


def test_a_row_taller_than_a_page_goes_on():
    tall = "\n".join(f"line {number}." for number in range(120))
    text = words(make(Table("Tall", ("a", "b"), (("Row", tall),))))
    assert [number for number in range(120) if f"line {number}." not in text] == []


def test_a_heading_is_never_left_alone():
    for fill in range(20, 45):
        blocks = (Paragraph("\n".join(["x"] * fill)), Heading("Stays"), CHART)
        pages = [page.extract_text() for page in read(make(*blocks)).pages]
        assert [page for page in pages if "Stays" in page and "ED-A1" not in page] == []


def test_a_heading_stays_with_its_box():
    box = Box("Declared", "\n".join(f"line {number}." for number in range(8)))
    for fill in range(20, 45):
        blocks = (Paragraph("\n".join(["x"] * fill)), Heading("Stays"), box)
        pages = [page.extract_text() for page in read(make(*blocks)).pages]
        assert [page for page in pages if "Stays" in page and "Declared" not in page] == []


def test_no_line_of_a_paragraph_is_left_alone():
    for fill in range(20, 45):
        text = "\n".join(f"line {number}." for number in range(fill, fill + 6))
        blocks = (Paragraph("\n".join(["x"] * fill)), Paragraph(text))
        pages = [page.extract_text() for page in read(make(*blocks)).pages]
        assert [page for page in pages if page.count("line ") == 1] == []


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "**bold** __line__ {nb} \\n", "(a) [b] %s ) (", "a & b < c"],
)
def test_words_of_people_are_never_markup(text):
    assert text in words(make(Paragraph(text)))


@pytest.mark.parametrize(
    "text",
    ["हिन्दी क्षेत्र", "বাংলা", "ਪੰਜਾਬੀ", "தமிழ்", "ภาษาไทย", "አማርኛ", "中文 日本語 한국어",
     "العربية 12", "עברית", "👨‍👩‍👧 👍🏽", "Ελληνικά Русский Tiếng Việt"],
)  # fmt: skip
def test_every_script_is_printed(text):
    assert "\ufffd" not in words(make(Paragraph(text)))


def test_what_no_font_has_is_a_visible_mark():
    assert "a\ufffdb" in words(make(Paragraph("a\ue000b")))


def test_control_characters_are_left_out():
    assert "abc" in words(make(Paragraph("a\x00b\x1b\u202ec")))


def test_very_long_answers_are_printed_whole():
    text = "The governing body leads. " * 4000
    assert words(make(Answer("Q", Cell(text)))).count("governing body") == 4000


def test_a_very_long_word_is_broken():
    assert words(make(Paragraph("x" * 20_000))).count("x") >= 20_000


def test_last_years_answer_stands_beside():
    block = Answer(
        "ED-A1 Lead", Cell("Fully met", Tone.GOOD), (("Evidence", "Minutes"),), "", "Not met"
    )
    assert "ED-A1 Lead Fully met Last year: Not met Evidence Minutes" in words(make(block))


def test_an_empty_table_says_so():
    assert "Nothing to list." in words(make(Table("t", ("a", "b"), ())))


def test_an_empty_document_is_still_a_page():
    assert len(read(make(title="", owner="", version="", marking="", notice="")).pages) == 1


def test_a_wide_table_is_parted_by_columns():
    columns = tuple(f"Organisation{number}" for number in range(9))
    text = words(make(Table("Wide", columns, (tuple("x" * 9),))))
    assert "Wide (part 1 of 3)" in text
    assert text.count("Organisation0") == 3


def test_a_blank_has_boxes_and_lines():
    text = words(make(Blank("How often?", "Tick one", ("Always", "Never"), 3)))
    assert "How often? Tick one Always Never" in text


def test_a_tall_box_goes_on_over_pages():
    text = "\n".join(f"line {number}." for number in range(90))
    said = words(make(Box("What we saw", text, Tone.MIDDLING)))
    assert [number for number in range(90) if f"line {number}." not in said] == []


def test_a_notice_of_two_sentences_is_read_to_its_end():
    notice = (
        "Draft: waiting for approval. " + "Every organisation and number here is invented. " * 2
    )
    assert "".join(notice.split()) in "".join(
        read(make(notice=notice)).pages[0].extract_text().split()
    )
