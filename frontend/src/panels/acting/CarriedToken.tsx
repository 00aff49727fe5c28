import { swallowClick, visibleText } from "@trafolab/viz";
import { useEffect, useRef, useState } from "react";
import { misplaced, patching, receiving } from "../../acts/patching";
import { NOT_READY } from "../../acts/refusals";
import { useLab, useLaboratory, usePage } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { kindOf } from "../../model/components";
import type { Carried } from "../../store/page";

/** A token of a counterfactual on its way to where it is put. */
export function CarriedToken() {
  const carried = usePage((page) => page.carried);
  return carried && <Ghost carried={carried} />;
}

/** What is under the pointer: components that a drop patches, and a token if it is one. */
interface Target {
  readonly components: readonly string[];
  readonly token: number | null;
}

function Ghost({ carried }: { carried: Carried }) {
  const laboratory = useLaboratory();
  const ghost = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const text = useLab(
    ({ state }) =>
      state?.counterfactuals.find(({ name }) => name === carried.prompt)?.tokens[carried.position]?.text ??
      "",
  );
  useEffect(
    () =>
      followed(laboratory, carried, (x, y, found) => {
        ghost.current?.style.setProperty("translate", `${x + 14}px ${y + 10}px`);
        setTarget((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
      }),
    [laboratory, carried],
  );
  return (
    <div className="carried" ref={ghost} data-over={target ? "" : undefined} role="status">
      patch{target && <b className="mono"> {target.components.join(", ")}</b>} ·{" "}
      <span className="mono">‹{visibleText(text, 24)}›</span> from {carried.prompt}
    </div>
  );
}

/** Follows the pointer until the token is put down or Escape takes it back. */
function followed(
  laboratory: Laboratory,
  carried: Carried,
  onMove: (x: number, y: number, target: Target | null) => void,
): () => void {
  const end = new AbortController();
  const drop = () => laboratory.set({ carried: null });
  const on = <K extends keyof WindowEventMap>(kind: K, heard: (event: WindowEventMap[K]) => void) =>
    window.addEventListener(kind, heard, { signal: end.signal, capture: true });
  swallowClick();
  document.documentElement.dataset.carrying = "";
  on("pointermove", ({ clientX, clientY }) => onMove(clientX, clientY, under(laboratory, clientX, clientY)));
  on("pointerup", ({ clientX, clientY }) => {
    drop();
    const target = under(laboratory, clientX, clientY);
    if (target) put(laboratory, carried, target);
  });
  on("pointercancel", drop);
  on("blur", drop);
  on("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    drop();
  });
  return () => {
    end.abort();
    delete document.documentElement.dataset.carrying;
  };
}

function under({ lab, page }: Laboratory, x: number, y: number): Target | null {
  const element = document.elementFromPoint(x, y);
  const token = element?.closest<HTMLElement>('[data-prompt="clean"] [data-index]');
  if (token) return { components: receiving(page.getState().selection), token: Number(token.dataset.index) };
  const name = element?.closest("[data-component]")?.getAttribute("data-component");
  const { state } = lab.getState();
  const kind = name ? kindOf(state?.model?.structure, name) : undefined;
  const takes = state?.operations.find(({ op }) => op === "patch")?.targets ?? [];
  return name && kind && takes.includes(kind) ? { components: [name], token: null } : null;
}

/** Patches what it was put on, from its own prompt at its own position. */
export function put({ lab, acts, set }: Laboratory, carried: Carried, { components, token }: Target): void {
  const { state } = lab.getState();
  const problem = state && token !== null ? misplaced(state, carried, token) : null;
  const action = state && patching(state, carried, components);
  if (problem || !action) void acts.refuse(problem ?? NOT_READY);
  // Put there once more, it is there still.
  else if (action.kind === "intervene") void acts.attempt(action);
  set({ selection: components });
}
