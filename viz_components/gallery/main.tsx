import { createRoot } from "react-dom/client";
import { Gallery } from "./Gallery";
import "../src/style.css";
import "./gallery.css";

// ?example=map shows one alone, ?theme=dark the other theme, ?as=svg what leaves as SVG: for pictures and for looking
// closely.
const address = new URLSearchParams(location.search);
document.documentElement.dataset.theme = address.get("theme") === "dark" ? "dark" : "light";
const root = document.getElementById("root");
if (root)
  createRoot(root).render(<Gallery only={address.get("example")} asSvg={address.get("as") === "svg"} />);
