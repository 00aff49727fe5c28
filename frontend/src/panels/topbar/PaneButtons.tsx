import { NotebookText, PanelBottom, PanelRight } from "lucide-react";
import type { ReactNode } from "react";
import { useLaboratory, usePage } from "../../app/context";
import type { PaneName } from "../../store/page";
import { IconButton } from "../../ui/IconButton";

const PANES: readonly (readonly [PaneName, ReactNode])[] = [
  ["inspector", <PanelRight key="inspector" size={16} />],
  ["notebook", <NotebookText key="notebook" size={16} />],
  ["drawer", <PanelBottom key="drawer" size={16} />],
];

/** Brings hidden panes back; nothing while all of them are there. */
export function PaneButtons() {
  const { setHidden } = useLaboratory();
  const hidden = usePage((page) => page.collapsed);
  return PANES.filter(([name]) => hidden.includes(name)).map(([name, icon]) => (
    <IconButton key={name} label={`Show the ${name}`} icon={icon} onClick={() => setHidden(name, false)} />
  ));
}
