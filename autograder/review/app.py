"""Serve the pages of a review as a Starlette application.

Every address begins with the folder's token, followed by the grader's name. No cookies are set.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from urllib.parse import parse_qs, quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from autograder.classroom.decisions import LENDER, agreement, double_graded
from autograder.classroom.hand_grading import short_name
from autograder.classroom.journal import JournalError
from autograder.questions.schema import Assignment
from autograder.review.evidence import Evidence, evidence
from autograder.review.items import LONGEST, Item
from autograder.review.pages import about, asset, render
from autograder.review.queues import DIFFER, STATES, Filter, Refused, ReviewQueues, TakenMeanwhile

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LOCAL = {"127.0.0.1", "localhost", "[::1]"}
ASSETS = {"review.css": "text/css", "review.js": "text/javascript", "overview.js": "text/javascript"}
MOST_SENT = 100_000  # bytes of a decision


class Gate(BaseHTTPMiddleware):
    """Refuse requests without the token or from other sites, and add security headers to every response."""

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """Respond with 404 if the token is missing, which does not reveal that a page exists."""
        token = request.url.path.split("/")[1] if request.url.path.count("/") else ""
        allowed = secrets.compare_digest(token.encode(), request.app.state.token.encode())
        response = await call_next(request) if allowed and _is_local(request) else PlainTextResponse("Not found.", 404)
        response.headers.update(HEADERS)
        return response


def _is_local(request: Request) -> bool:
    """Return True if the request names this machine as its host and, if it changes something, comes from our page.

    The port is not compared, since `ssh -L` may change it.
    """
    host = request.headers.get("host", "").rpartition(":")
    name = host[0] or host[2]
    origin = request.headers.get("origin", "")
    own = not origin or origin == f"http://{request.headers.get('host', '')}"
    return name in LOCAL and (own or request.method == "GET")


class Review:
    """The handlers of the application.

    Args:
        queues: The state of the review.
        assignment: The assignment of the graded folder.
        token: The secret first part of every address.
        publish: Rewrites the results of the folder and returns sentences.
        item_of: Returns the item of a student and a question, for links in the report; None if nothing was handed in.
    """

    def __init__(
        self,
        queues: ReviewQueues,
        assignment: Assignment,
        token: str,
        publish: Callable[[], tuple[str, ...]],
        item_of: Callable[[str, str], Item | None],
    ) -> None:
        self._item_of = item_of
        self._queues, self._assignment, self._token, self._publish = queues, assignment, token, publish
        self._evidence: dict[str, Evidence] = {}

    def app(self) -> Starlette:
        """Return the application with all its routes."""
        routes = [
            Route("/{token}/", self.names),
            Route("/{token}/enter", self.enter, methods=["POST"]),
            Route("/{token}/assets/{name}", self.asset),
            Route("/{token}/at", self.at),
            Route("/{token}/as/{grader}/", self.overview),
            Route("/{token}/as/{grader}/at", self.at),
            Route("/{token}/as/{grader}/review", self.review),
            Route("/{token}/as/{grader}/part", self.part),
            Route("/{token}/as/{grader}/whole/{item}", self.whole),
            Route("/{token}/as/{grader}/decide", self.decide, methods=["POST"]),
            Route("/{token}/as/{grader}/undo", self.undo, methods=["POST"]),
            Route("/{token}/as/{grader}/here", self.here, methods=["POST"]),
            Route("/{token}/as/{grader}/publish", self.publish, methods=["POST"]),
        ]
        app = Starlette(routes=routes, middleware=[Middleware(Gate)])
        app.state.token = self._token
        return app

    async def names(self, request: Request) -> Response:
        """Show the page that asks for the grader's name."""
        return self._page("names.html", names=self._graders(), student="", question="")

    def _graders(self) -> list[str]:
        seen = {event.grader for events in self._queues.events.values() for event in events}
        return sorted({*self._queues.graders, *seen})

    async def at(self, request: Request) -> Response:
        """Show the question of the student that a link in the report names; ask for the grader's name first."""
        student, question = (request.query_params.get(key, "") for key in ("student", "question"))
        grader = request.path_params.get("grader", "")
        if not grader:
            return self._page("names.html", names=self._graders(), student=student, question=question)
        queues = self._queues
        items = [item for item in queues.items.values() if student in item.students and item.question == question]
        item = next((item for item in items if item.kind != LENDER), None)
        if item is None:
            try:
                item = await run_in_threadpool(self._item_of, student, question)
            except JournalError as error:
                return self._page("published.html", grader=grader, sentences=(str(error),))
            if item is None:
                text = f"{question} of {student} has nothing to review: nothing was handed in for it."
                return self._page("published.html", grader=grader, sentences=(text,))
            queues.add(item)
        return RedirectResponse(f"/{self._token}/as/{quote(grader, safe='')}/review?item={item.id}", 303)

    async def enter(self, request: Request) -> Response:
        """Redirect to the pages of the grader whose name was typed."""
        form = parse_qs((await request.body())[:1000].decode("utf-8", "replace"))
        name = short_name(form.get("name", [""])[0])
        place = f"/{self._token}/as/{quote(name, safe='')}/" if name else f"/{self._token}/"
        about: dict[str, str] = {key: form[key][0] for key in ("student", "question") if key in form}
        return RedirectResponse(f"{place}at?{urlencode(about)}" if name and about.get("student") else place, 303)

    async def asset(self, request: Request) -> Response:
        """Send the style sheet or the script."""
        name = request.path_params["name"]
        if name not in ASSETS:
            return PlainTextResponse("Not found.", 404)
        return Response(asset(name), media_type=ASSETS[name])

    async def overview(self, request: Request) -> Response:
        """Show queues, progress and agreement."""
        queues, grader = self._queues, request.path_params["grader"]
        pairs = double_graded(event for events in queues.events.values() for event in events)
        by_question: dict[str, list[tuple[float, float]]] = {}
        for (question, _), (first, second) in pairs.items():
            by_question.setdefault(question, []).append((first.points or 0.0, second.points or 0.0))
        return self._page(
            "overview.html", grader=grader, progress=queues.progress(), states=STATES,
            agreement={question: agreement(points) for question, points in by_question.items()},
            reasons=[reason for reason in REASONS if any(item.reason == reason for item in queues.items.values())],
            reason_words=REASONS, shares=bool(queues.graders),
            outdated=len({event.key for event in queues.outdated if event.done}),
            titles={item.question: item.title for item in queues.items.values()},
        )  # fmt: skip

    async def review(self, request: Request) -> Response:
        """Show the item named, or the next one that needs the grader."""
        grader, wanted = request.path_params["grader"], _filter(request)
        item = self._queues.items.get(request.query_params.get("item", "")) or self._queues.following(grader, wanted)
        query = urlencode(about(asdict(wanted)))
        return self._page("review.html", grader=grader, part=self._part(item, grader, wanted), query=query)

    async def part(self, request: Request) -> Response:
        """Send the next or the previous item as a part of the page."""
        grader, wanted, at = request.path_params["grader"], _filter(request), request.query_params.get("at", "")
        step = request.query_params.get("step", "next")
        if step == "next":
            return self._sent(self._queues.following(grader, wanted, at), grader, wanted)
        queue = self._queues.queue(grader, wanted)
        place = next((i for i, item in enumerate(queue) if item.id == at), -1)
        place += -1 if step == "back" else 1
        return self._sent(queue[place % len(queue)] if queue else None, grader, wanted)

    async def whole(self, request: Request) -> Response:
        """Send the full text of a long answer."""
        path = request.app.state.overflow / request.path_params["item"]
        item = self._queues.items.get(request.path_params["item"])
        if item is None:
            return PlainTextResponse("Not found.", 404)
        text = path.read_text(encoding="utf-8") if path.is_file() else item.text.encode("utf-8", "replace").decode()
        return PlainTextResponse(text)

    async def decide(self, request: Request) -> Response:
        """Store a draft or a decision; with `next`, send the following item."""
        grader, body = request.path_params["grader"], await request.body()
        if len(body) > MOST_SENT or request.headers.get("content-type") != "application/json":
            return JSONResponse({"refused": "Too much text in one decision."}, 413)
        form = await request.json()
        name = str(form.get("item", ""))
        if name not in self._queues.items:
            return JSONResponse({"refused": "This answer is not here any more; reload the page."}, 404)
        try:
            event = self._queues.decide(grader, name, form)
        except TakenMeanwhile as error:
            return JSONResponse({"taken": str(error)}, 409)
        except Refused as error:
            return JSONResponse({"refused": str(error), "field": error.field}, 422)
        if not form.get("next"):
            state = self._queues.state(self._queues.items[name])
            return JSONResponse({"event": event, "state": STATES[state]})
        wanted = _filter(request)
        return self._sent(self._queues.following(grader, wanted, name), grader, wanted, event)

    async def undo(self, request: Request) -> Response:
        """Undo the grader's last decision and show its item."""
        grader = request.path_params["grader"]
        item = self._queues.undo(grader)
        if item is None:
            return JSONResponse({"refused": "There is nothing to undo."}, 422)
        return self._sent(item, grader, _filter(request))

    async def here(self, request: Request) -> Response:
        """Record that the grader still has the item open, and send the names of others who do."""
        form = await request.json()
        item = self._queues.items.get(str(form.get("item", "")))
        if item is None:
            return JSONResponse({"others": []})
        grader = request.path_params["grader"]
        self._queues.opened(item, grader)
        return JSONResponse({"others": self._queues.others(item, grader)})

    async def publish(self, request: Request) -> Response:
        """Write grades, pages and report with the decisions so far."""
        sentences = await run_in_threadpool(self._publish)
        return self._page("published.html", grader=request.path_params["grader"], sentences=sentences)

    def _sent(self, item: Item | None, grader: str, wanted: Filter, event: int = 0) -> Response:
        html = self._part(item, grader, wanted)
        return JSONResponse({"item": item.id if item else "", "html": html, "event": event})

    def _part(self, item: Item | None, grader: str, wanted: Filter) -> str:
        queues = self._queues
        queue = queues.queue(grader, wanted)
        left = sum(queues.wants(waiting, grader, wanted.state) for waiting in queue)
        differ = sum(queues.state(waiting) == DIFFER for waiting in queue)
        if item is None:
            return render(
                "finished.html", root=f"/{self._token}", grader=grader, total=len(queue), left=left, differ=differ
            )
        queues.opened(item, grader)
        mine = queues.mine(item, grader)
        counted = [event for event in queues.events.get(item.id, []) if event.done]
        state = queues.state(item)
        blind = queues.is_double(item) and not (mine and mine.done and mine.grader == grader)
        return render(
            "item.html", item=item, mine=mine, others=queues.others(item, grader), state=state, words=STATES,
            events=[] if blind else counted, members=len(queues.members(item.id)), left=left, total=len(queue),
            comments=queues.comments(item), base=queues.last_event(item), double=queues.is_double(item), longest=LONGEST,
            evidence=self._shown(item), root=f"/{self._token}", grader=grader, reason=REASONS[item.reason],
        )  # fmt: skip

    def _shown(self, item: Item) -> Evidence | None:
        if item.kind == "written":
            return None
        if item.id not in self._evidence:
            if len(self._evidence) > 64:
                self._evidence.clear()
            self._evidence[item.id] = evidence(item, self._assignment)
        return self._evidence[item.id]

    def _page(self, name: str, **values: object) -> Response:
        html = render(name, root=f"/{self._token}", assignment=self._assignment.name, **values)
        return HTMLResponse(html.encode("utf-8", "replace"))


REASONS = {
    "request": "regrade request",
    "flag": "needs a person",
    "credit": "credit to decide on",
    "answer": "answer in words",
    "picked": "picked in the report",
}


def _filter(request: Request) -> Filter:
    query = request.query_params
    return Filter(
        query.get("question", ""), query.get("state", ""), query.get("reason", ""), query.get("mine") == "True"
    )
