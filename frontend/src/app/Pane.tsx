import { Maximize2, Minimize2, X } from "lucide-react";
import type { ReactNode } from "react";
import type { PaneName } from "../store/page";
import { IconButton } from "../ui/IconButton";
import { useLaboratory, usePage } from "./context";

interface PaneProps {
  readonly name: PaneName;
  readonly title: ReactNode;
  /** Words on what the title names; they go to a line of their own where there is no room beside it. */
  readonly notes?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a pane: its title, its tools, and maximising. */
export function Pane({ name, title, notes, tools, children }: PaneProps) {
  const { set, setHidden } = useLaboratory();
  const maximised = usePage((page) => page.maximised === name);
  return (
    <section
      className="pane"
      data-pane={name}
      data-maximised={maximised ? "" : undefined}
      tabIndex={-1}
      aria-label={`${name} pane`}
    >
      <header className="pane-head">
        <h2>{title}</h2>
        {notes}
        <div className="pane-tools">
          {tools}
          <IconButton
            label={maximised ? "Restore the panes" : `Maximise the ${name}`}
            icon={maximised ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
            onClick={() => set({ maximised: maximised ? null : name })}
          />
          {name !== "map" && !maximised && (
            <IconButton
              label={`Hide the ${name}`}
              icon={<X size={14} />}
              onClick={() => setHidden(name, true)}
            />
          )}
        </div>
      </header>
      <div className="pane-body">{children}</div>
    </section>
  );
}
