"""What tests ask of the emulated AWS itself, at paths that no AWS service has.

GET /emulator/vanished: the names that had an address and then none, for however short a time.
GET /emulator/changes: how many calls have changed something.
PUT /emulator/refuse?change=N: refuses call number N of those that change something, counted from the start.
PUT /emulator/hold?change=N: lets calls that change something wait once there were N of them.
PUT /emulator/release: lets those that wait go; they did nothing and must be tried again.
"""

import io
import json
import threading
from typing import Any
from urllib.parse import parse_qs

from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.route53.models import FakeZone, Route53Backend
from werkzeug.wrappers import Request, Response

READING = ("Describe", "Get", "List", "Head")


class Control:
    """What has happened so far, and what is to be refused."""

    def __init__(self) -> None:
        self.vanished: list[str] = []
        self.changes = 0
        self.refused: int | None = None
        self.held: int | None = None
        self.counting = threading.Lock()
        self.released = threading.Event()

    def answer(self, request: Request) -> Response:
        number = int(parse_qs(request.query_string.decode()).get("change", ["0"])[0])
        if request.path == "/emulator/refuse":
            self.refused = number
        elif request.path == "/emulator/hold":
            self.released.clear()
            self.held = number
        elif request.path == "/emulator/release":
            self.held = None
            self.released.set()
        answers = {"vanished": self.vanished, "changes": self.changes, "refuse": None, "hold": None, "release": None}
        question = request.path.removeprefix("/emulator/")
        if question not in answers:
            return Response(status=404)
        return Response(json.dumps(answers[question]), content_type="application/json")

    def prevents(self, operation: str) -> str | None:
        """Counts a call that changes something; says what happens in its place, if anything."""
        if operation.startswith(READING):
            return None
        with self.counting:
            is_late = self.held is not None and self.changes >= self.held
            if not is_late:
                self.changes += 1
                return "refusal" if self.changes == self.refused else None
        self.released.wait()
        return "another try"


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
    """The operation of a JSON or a query call; of Route 53's API, the method in its place."""
    target = request.headers.get("X-Amz-Target")
    return target.rsplit(".", 1)[-1] if target else request.form.get("Action", request.method.capitalize())


def refusal(request: Request) -> Response:
    """An error in the form of the service's API."""
    if request.headers.get("X-Amz-Target"):
        return Response(json.dumps({"__type": "AccessDeniedException", "message": "refused by a test"}), 400)
    error = "<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>refused by a test</Message></Error>"
    is_ec2 = request.form.get("Version") == "2016-11-15"
    answer = f"<Response><Errors>{error}</Errors></Response>" if is_ec2 else f"<ErrorResponse>{error}</ErrorResponse>"
    return Response(answer, 403, content_type="text/xml")


def patch_control() -> None:
    """Answers tests, counts the calls that change something, and refuses the one that a test has chosen."""
    dispatch = DomainDispatcherApplication.__call__

    def call(self: DomainDispatcherApplication, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        if request.path.startswith("/emulator/"):
            return CONTROL.answer(request)(environ, start_response)
        # Read here for the operation, and by moto again.
        body = request.get_data()
        copy = Request({**environ, "wsgi.input": io.BytesIO(body)})
        prevented = CONTROL.prevents(operation_of(copy))
        if prevented == "another try":
            # The SDKs of AWS repeat what a service could not answer.
            return Response(status=503)(environ, start_response)
        if prevented == "refusal":
            return refusal(Request({**environ, "wsgi.input": io.BytesIO(body)}))(environ, start_response)
        return dispatch(self, {**environ, "wsgi.input": io.BytesIO(body)}, start_response)

    DomainDispatcherApplication.__call__ = call


CONTROLS = (patch_record_history, patch_control)
