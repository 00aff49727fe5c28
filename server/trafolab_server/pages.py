"""The few pages that the server writes itself: a problem, and a missing front end."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, JSONResponse, Response
from trafolab_protocol.errors import Problem

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{title} – Trafolab</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:38rem;margin:15vh auto;padding:0 1.5rem}}
code{{font-family:ui-monospace,monospace}}</style></head>
<body><h1>{title}</h1>{body}</body></html>
"""


def problem_response(status: int, problem: Problem, *, html: bool) -> Response:
    """A problem as a page for people, or as JSON for programs."""
    if not html:
        return JSONResponse({"problem": problem.model_dump()}, status)
    subject = f"<p><code>{escape(problem.subject)}</code></p>" if problem.subject else ""
    advice = f"<p>{escape(problem.advice)}</p>" if problem.advice else ""
    return HTMLResponse(_PAGE.format(title=escape(problem.what), body=subject + advice), status)


def missing_front_end() -> Response:
    """What ``/`` shows in a checkout whose page was never built."""
    body = (
        "<p>The server runs, but the page has not been built. Run <code>make build</code> "
        "(or <code>make run</code>) in the repository, then reload.</p>"
    )
    return HTMLResponse(_PAGE.format(title="No page yet", body=body), 503)
