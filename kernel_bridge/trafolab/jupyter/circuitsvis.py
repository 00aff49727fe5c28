"""CircuitsVis in cells, without a network and without looking for one.

As it comes, CircuitsVis asks a search engine at every display whether the machine is online, and
takes its script from a content delivery network when it is. Here its HTML loads the installed
bundle from our server, once a page; without such a server the bundle goes into the output itself.
"""

from __future__ import annotations

import json
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any
from uuid import uuid4

URL_VARIABLE = "TRAFOLAB_CIRCUITSVIS_URL"
"""Same-origin address of the bundle, set by the server for its kernels."""

_FROM_SERVER = Template("""<div id="$id" style="margin: 15px 0;"></div>
<script>
(() => {
  window.trafolabCircuitsVis ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = $url;
    script.onload = () => done(window.CircuitsVis);
    script.onerror = () => failed(new Error(
      `The figure's script is not served at $${script.src}. Run the cell again on a Trafolab server.`));
    document.head.append(script);
  });
  window.trafolabCircuitsVis
    .then((circuitsvis) => circuitsvis.render("$id", circuitsvis[$element], $props))
    .catch((error) => { document.getElementById("$id").textContent = error.message; });
})();
</script>""")

_INLINE = Template("""<div id="$id" style="margin: 15px 0;"></div>
<script>
window.CircuitsVis ??= (() => {
$bundle
return CircuitsVis;
})();
CircuitsVis.render("$id", CircuitsVis[$element], $props);
</script>""")


def bundle_path() -> Path | None:
    """The installed bundle, a classic script that sets ``CircuitsVis``; None without the package.

    CircuitsVis itself, and the torch that it needs, are not imported for this.
    """
    spec = find_spec("circuitsvis")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "dist" / "cdn" / "iife.js"
    return path if path.is_file() else None


def render(react_element_name: str, **props: Any) -> str:
    """HTML that draws a CircuitsVis component; takes the place of the package's two renderers."""
    from circuitsvis.utils.convert_props import convert_props

    values = {
        "id": f"circuits-vis-{uuid4().hex[:13]}",
        "element": json.dumps(react_element_name),
        "props": _in_script(convert_props(props)),
    }
    url = os.environ.get(URL_VARIABLE)
    if url:
        return _FROM_SERVER.substitute(values, url=_in_script(json.dumps(url)))
    return _INLINE.substitute(values, bundle=_bundle())


def install() -> bool:
    """Make CircuitsVis render through :func:`render`; False where it is not installed."""
    if bundle_path() is None:
        return False
    from circuitsvis.utils import render as module

    patched: Any = module
    patched.render_local = render
    patched.render_cdn = render
    # Both sources are now the same, so which one is taken no longer hangs on a network.
    patched.internet_on = lambda: False
    return True


@cache
def _bundle() -> str:
    path = bundle_path()
    text = "" if path is None else path.read_text(encoding="utf-8")
    return text.replace("</script", r"<\/script")


def _in_script(text: str) -> str:
    # A token may well be "</script>": tokens are hostile text.
    return text.replace("<", r"\u003c")
