"""A visitor without a browser: what a page's script says to Streamlit over its websocket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from bench.server import Server

_ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_FAILED = ForwardMsg.FINISHED_WITH_COMPILE_ERROR


@dataclass(frozen=True, slots=True)
class Widget:
    """A radio or a text box on the page, and the fragment that draws it ("" for none)."""

    id: str
    options: tuple[str, ...]
    fragment: str


@dataclass
class Visitor:
    """One open page; `widgets` are those drawn so far, in order."""

    socket: ClientConnection
    page: str
    query: str
    widgets: dict[str, Widget] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def run(self, fragment: str = "") -> int:
        """Rerun the page, or one fragment of it; returns how many messages came back."""
        state = ClientState(query_string=self.query, page_name=self.page, fragment_id=fragment)
        state.context_info.url = f"http://127.0.0.1/{self.page}"
        state.widget_states.widgets.extend(
            WidgetState(id=id, string_value=value) for id, value in self.answers.items()
        )
        self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        return self._read()

    def answer(self, widget: Widget, value: str, *, whole_page: bool = False) -> int:
        """Choose or type something, as the browser would, and await what it leads to."""
        self.answers[widget.id] = value
        return self.run("" if whole_page else widget.fragment)

    def choices(self) -> list[Widget]:
        """The radios of the page."""
        return [widget for widget in self.widgets.values() if widget.options]

    def _read(self) -> int:
        for number, frame in enumerate(self.socket, start=1):
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.HasField("new_element"):
                self._note(message.delta.new_element, message.delta.fragment_id)
            elif kind == "script_finished" and message.script_finished == _FAILED:
                raise RuntimeError("The script cannot be compiled")
            elif kind == "script_finished" and message.script_finished in _ENDS:
                return number
        raise RuntimeError("The server closed the page")

    def _note(self, element: Element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "radio":
            self._keep(element.radio.id, tuple(element.radio.options), fragment)
        elif kind in {"text_input", "text_area"}:
            self._keep(getattr(element, kind).id, (), fragment)
        elif kind == "exception":
            raise RuntimeError(f"The page failed: {element.exception.message}")

    def _keep(self, id: str, options: tuple[str, ...], fragment: str) -> None:
        self.widgets[id] = Widget(id, options, fragment)


@contextmanager
def visiting(server: Server, page: str = "", query: str = "") -> Iterator[Visitor]:
    """Open a page and run it once."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with connect(address, max_size=None, open_timeout=30) as socket:
        visitor = Visitor(socket, page, query)
        visitor.run()
        yield visitor
