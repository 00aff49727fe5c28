import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { createLaboratory } from "./app/laboratory";
import { systemTheme } from "./theme/systemTheme";
import "@trafolab/viz/style.css";
import "./theme/app.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element with the id root");

const protocol = location.protocol === "https:" ? "wss:" : "ws:";
const laboratory = createLaboratory(`${protocol}//${location.host}/ws`, systemTheme());

createRoot(root).render(
  <StrictMode>
    <App laboratory={laboratory} />
  </StrictMode>,
);
