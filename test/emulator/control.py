"""What tests ask of the emulated AWS itself, at paths that no AWS service has.

GET /emulator/vanished: the names that had an address and then none, for however short a time.
GET /emulator/changes: the operations that have changed something, in turn.
PUT /emulator/hold?operation=NAME&times=N: carries out the Nth call of an operation and lets its answer wait, and with it all
further calls that change something.
PUT /emulator/refuse?operation=NAME: refuses the next call of an operation.
GET /emulator/reached: whether the call to hold or to refuse has come.
PUT /emulator/release: lets those that wait go: an answer is given, and other calls must be tried again.
PUT /emulator/drop: refuses those that wait, whose caller has been killed.
"""

import io
import json
import re
import threading
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.route53.models import FakeZone, Route53Backend
from werkzeug.wrappers import Request, Response

READING = ("Describe", "Get", "List", "Head")


@dataclass
class Point:
    """The call at which a deploy is to end."""

    operation: str
    refuses: bool
    calls_left: int = 1


class Control:
    """What has happened so far, and at which call to intervene."""

    def __init__(self) -> None:
        self.vanished: list[str] = []
        self.changes: list[str] = []
        self.point: Point | None = None
        self.is_reached = False
        self.is_held = False
        self.is_dropped = False
        self.deciding = threading.Lock()
        self.released = threading.Event()

    def answer(self, request: Request) -> Response:
        question = request.path.removeprefix("/emulator/")
        if question in ("hold", "refuse"):
            self.intervene(question == "refuse", **dict(parse_qsl(request.query_string.decode())))
        elif question in ("release", "drop"):
            self.is_held, self.is_dropped = False, question == "drop"
            self.released.set()
        answers = {"vanished": self.vanished, "changes": self.changes, "reached": self.is_reached}
        if question not in (*answers, "hold", "refuse", "release", "drop"):
            return Response(status=404)
        return Response(json.dumps(answers.get(question)), content_type="application/json")

    def intervene(self, refuses: bool, operation: str, times: str = "1") -> None:
        with self.deciding:
            self.point, self.is_reached = Point(operation, refuses, int(times)), False
            # A new one: who still waits for the last one must not wait for this.
            self.released = threading.Event()

    def reaches(self, operation: str, refusing: bool) -> bool:
        """Whether this call is the one that a test has chosen."""
        if self.point is None or self.point.operation != operation or self.point.refuses != refusing:
            return False
        self.point.calls_left -= 1
        if self.point.calls_left > 0:
            return False
        self.point, self.is_reached = None, True
        return True

    def prevents(self, request: Request, operation: str) -> Response | None:
        """The answer to a call that changes something and is not carried out."""
        with self.deciding:
            if not self.is_held:
                self.changes.append(operation)
                return refusal(request) if self.reaches(operation, refusing=True) else None
            released = self.released
        released.wait()
        # The SDKs of AWS repeat what a service could not answer.
        return refusal(request) if self.is_dropped else Response(status=503)

    def delays(self, request: Request, operation: str, answer: Response) -> Response:
        """The answer to a call that was carried out."""
        with self.deciding:
            if answer.status_code >= 400 or not self.reaches(operation, refusing=False):
                return answer
            self.is_held = True
            released = self.released
        released.wait()
        return refusal(request) if self.is_dropped else answer


CONTROL = Control()


def names_with_addresses(zone: FakeZone) -> set[str]:
    return {found.name.rstrip(".").lower() for found in zone.rrsets if found.type in ("A", "AAAA", "CNAME")}


def patch_record_history() -> None:
    """Notes each name that a batch of changes leaves without an address."""
    change_of_moto = Route53Backend.change_resource_record_sets

    def change_resource_record_sets(self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        zone = self.get_hosted_zone(zoneid)
        before = names_with_addresses(zone)
        change_of_moto(self, zoneid, change_list)
        CONTROL.vanished.extend(sorted(before - names_with_addresses(zone)))

    Route53Backend.change_resource_record_sets = change_resource_record_sets


def operation_of(request: Request) -> str:
    """The operation of a JSON, a query or an XML call; of one without a body, the method."""
    target = request.headers.get("X-Amz-Target")
    if target:
        return target.rsplit(".", 1)[-1]
    of_route53 = re.match(rb"<(\w+)Request\b", request.get_data())
    return of_route53[1].decode() if of_route53 else request.form.get("Action", request.method.capitalize())


def refusal(request: Request) -> Response:
    """An error in the form of the service's API."""
    if request.headers.get("X-Amz-Target"):
        return Response(json.dumps({"__type": "AccessDeniedException", "message": "refused by a test"}), 400)
    error = "<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>refused by a test</Message></Error>"
    is_ec2 = request.form.get("Version") == "2016-11-15"
    answer = f"<Response><Errors>{error}</Errors></Response>" if is_ec2 else f"<ErrorResponse>{error}</ErrorResponse>"
    return Response(answer, 403, content_type="text/xml")


def patch_control() -> None:
    """Answers tests, notes the operations that change something, and intervenes at the call that a test has chosen."""
    dispatch = DomainDispatcherApplication.__call__

    def call(self: DomainDispatcherApplication, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        if request.path.startswith("/emulator/"):
            return CONTROL.answer(request)(environ, start_response)
        # Read here for the operation, and by moto again.
        body = request.get_data()

        def again() -> dict[str, Any]:
            return {**environ, "wsgi.input": io.BytesIO(body)}

        operation = operation_of(Request(again()))
        if operation.startswith(READING):
            return dispatch(self, again(), start_response)
        answer = CONTROL.prevents(Request(again()), operation)
        if answer is None:
            made = Response.from_app(partial(dispatch, self), again(), buffered=True)
            answer = CONTROL.delays(Request(again()), operation, made)
        return answer(environ, start_response)

    DomainDispatcherApplication.__call__ = call


CONTROLS = (patch_record_history, patch_control)
