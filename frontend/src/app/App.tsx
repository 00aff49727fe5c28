import { Tooltip } from "radix-ui";
import { useEffect, useLayoutEffect } from "react";
import { KeysDialog } from "../keys/KeysDialog";
import { useKeys } from "../keys/useKeys";
import { Palette } from "../palette/Palette";
import { ActMenu } from "../panels/acting/ActMenu";
import { CarriedToken } from "../panels/acting/CarriedToken";
import { ScaleSlider } from "../panels/acting/ScaleSlider";
import { ComparePane } from "../panels/compare/ComparePane";
import { DirectionDialog } from "../panels/dialogs/DirectionDialog";
import { PairsDialog } from "../panels/dialogs/PairsDialog";
import { ReferenceDialog } from "../panels/dialogs/ReferenceDialog";
import { PromptBar } from "../panels/prompt/PromptBar";
import { TopBar } from "../panels/topbar/TopBar";
import { oldestRevision, shownRevision } from "../store/revision";
import { Tour } from "../tour/Tour";
import { Banner } from "./Banner";
import { LaboratoryContext, useLab, usePage } from "./context";
import type { Laboratory } from "./laboratory";
import { Toaster } from "./Toaster";
import { usePointing } from "./usePointing";
import { Workspace } from "./Workspace";

/** The whole page. */
export function App({ laboratory }: { laboratory: Laboratory }) {
  return (
    <LaboratoryContext value={laboratory}>
      <Tooltip.Provider delayDuration={350}>
        <Shell />
      </Tooltip.Provider>
    </LaboratoryContext>
  );
}

function Shell() {
  useKeys();
  usePointing();
  return (
    <>
      <RootAttributes />
      <div className="shell">
        <TopBar />
        <PromptBar />
        <Banner />
        <main>
          <Panes />
        </main>
      </div>
      <Palette />
      <KeysDialog />
      <ActMenu />
      <ScaleSlider />
      <CarriedToken />
      <ReferenceDialog />
      <PairsDialog />
      <DirectionDialog />
      <Tour />
      <Toaster />
    </>
  );
}

/** The panes, out of reach while a comparison lies over them. */
function Panes() {
  const covered = usePage((page) => page.compare !== null);
  return (
    <>
      <div className="workspace" inert={covered}>
        <Workspace />
      </div>
      <ComparePane />
    </>
  );
}

/**
 * Whoever waits for the page, a test or a style, finds its state on the root element. A component of its own,
 * so that a new revision does not render the page anew.
 */
function RootAttributes() {
  const revision = useLab(shownRevision);
  const stateRevision = useLab((lab) => lab.state?.revision ?? null);
  const oldest = useLab(oldestRevision);
  const status = useLab((lab) => (lab.connection === "open" ? lab.kernel.status : "disconnected"));
  const theme = usePage((page) => page.theme);
  const stale = useLab((lab) => lab.state !== null && (!lab.live || lab.connection !== "open"));
  const model = useLab((lab) => lab.state?.model?.name ?? null);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    put(dataset, "revision", revision);
    put(dataset, "stateRevision", stateRevision);
    put(dataset, "oldestRevision", oldest);
    dataset.kernel = status;
    dataset.theme = theme;
    if (stale) dataset.stale = "";
    else delete dataset.stale;
  }, [revision, stateRevision, oldest, status, theme, stale]);
  useEffect(() => {
    document.title = model === null ? "Trafolab" : `${model} · Trafolab`;
  }, [model]);
  return null;
}

function put(dataset: DOMStringMap, name: string, value: number | null): void {
  if (value === null) delete dataset[name];
  else dataset[name] = String(value);
}
