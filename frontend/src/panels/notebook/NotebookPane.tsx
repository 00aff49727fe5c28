import { ExternalLink, Save } from "lucide-react";
import { useRef } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { Pane } from "../../app/Pane";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { useAttached } from "./useAttached";

/** Notebook 7 itself, on the same kernel. */
export function NotebookPane() {
  const url = useLab((lab) => lab.welcome?.notebook_url ?? "");
  const name = useLab((lab) => lab.welcome?.notebook ?? "");
  return (
    <Pane
      name="notebook"
      title={<span className="mono clip">{name || "Notebook"}</span>}
      tools={<Tools url={url} />}
    >
      {url === "" ? (
        <Empty title="The notebook opens as soon as the kernel is there." />
      ) : (
        <Frame url={url} />
      )}
    </Pane>
  );
}

function Tools({ url }: { url: string }) {
  const { notebook, report } = useLaboratory();
  return (
    <>
      <IconButton
        label="Save the notebook"
        icon={<Save size={14} />}
        onClick={() => void notebook.save().catch(report)}
      />
      <a
        className="icon-button"
        href={url}
        target="_blank"
        rel="noreferrer"
        aria-label="Open in a tab of its own"
      >
        <ExternalLink size={14} />
      </a>
    </>
  );
}

function Frame({ url }: { url: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const { readiness, shown, load } = useAttached(frame, url);
  return (
    <div className="notebook" data-readiness={readiness}>
      <iframe ref={frame} key={shown.count} src={shown.url} title="Notebook" />
      {readiness === "loading" && <Empty title="Opening the notebook…" />}
      {readiness === "failed" && (
        <Empty title="The notebook did not open.">
          <p>The server may still be starting Jupyter.</p>
          <button type="button" className="button" onClick={load}>
            Try again
          </button>
        </Empty>
      )}
    </div>
  );
}
