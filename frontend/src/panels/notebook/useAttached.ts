import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import type { Readiness } from "../../notebook/notebook";
import { reattached } from "../../notebook/reattached";
import type { LabState } from "../../store/lab";

/** One load of the notebook's page. */
interface Load {
  readonly url: string;
  readonly count: number;
}

/** Keeps hold of the notebook in a frame, and loads it again when its kernel is gone or its address another. */
export function useAttached(frame: RefObject<HTMLIFrameElement | null>, url: string) {
  const laboratory = useLaboratory();
  const { notebook, page } = laboratory;
  const [readiness, setReadiness] = useState<Readiness>("loading");
  const [shown, setShown] = useState<Load>({ url, count: 0 });
  const load = useCallback(() => setShown(({ count }) => ({ url, count: count + 1 })), [url]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another load means a new frame
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let gone = false;
    setReadiness("loading");
    notebook
      .attach(element, page.getState().theme)
      .then(() => {
        element.contentWindow?.addEventListener("keydown", (event) => fromInside(laboratory, event));
        if (!gone) setReadiness("ready");
      })
      .catch(() => gone || setReadiness("failed"));
    return () => {
      gone = true;
      notebook.detach();
    };
  }, [notebook, page, shown]);
  useFollowing(readiness === "ready");
  useReattaching({ ready: readiness === "ready", moved: url !== shown.url, load });
  return { readiness, shown, load };
}

/** Passes on to Jupyter what the page knows: the theme, and that the kernel is being restarted. */
function useFollowing(ready: boolean): void {
  const { notebook } = useLaboratory();
  const theme = usePage((page) => page.theme);
  const restarting = useLab((lab) => lab.kernel.status === "restarting");
  useEffect(() => {
    if (ready) void notebook.setTheme(theme);
  }, [notebook, theme, ready]);
  useEffect(() => {
    if (ready && restarting) void notebook.restarting();
  }, [notebook, ready, restarting]);
}

interface Reattaching {
  readonly ready: boolean;
  readonly moved: boolean;
  load(): void;
}

/** After a break the kernel may be another one, behind another server; a half-loaded notebook is lost anyway. */
function useReattaching({ ready, moved, load }: Reattaching): void {
  const { notebook, report } = useLaboratory();
  const broken = useRef(false);
  const there = useLab(standing);
  useEffect(() => {
    if (there === "broken") broken.current = true;
    if (there !== "there" || !(broken.current || moved)) return;
    let gone = false;
    const done = () => {
      broken.current = false;
    };
    reattached(notebook, { ready, moved, load, gone: () => gone }).then((over) => over && done(), report);
    return () => {
      gone = true;
    };
  }, [notebook, there, ready, moved, load, report]);
}

function standing({ connection, kernel: { status } }: LabState): "there" | "coming" | "broken" {
  if (connection !== "open" || status === "dead" || status === "disconnected") return "broken";
  return status === "idle" || status === "busy" ? "there" : "coming";
}

/** The palette opens from inside the notebook too; every other key is Jupyter's. */
function fromInside(laboratory: Laboratory, event: KeyboardEvent): void {
  const palette = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
  if (!palette) return;
  event.preventDefault();
  window.focus();
  laboratory.set({ palette: "commands" });
}
