import { ArrowLeftRight, Command, Keyboard, Moon, Sun } from "lucide-react";
import { useLaboratory, usePage } from "../../app/context";
import { toggleComparison } from "../../commands/stateCommands";
import { shownKey } from "../../keys/keyName";
import { IconButton } from "../../ui/IconButton";
import { FindingsBadge } from "./FindingsBadge";
import { HistoryButtons } from "./HistoryButtons";
import { KernelMenu } from "./KernelMenu";
import { MetricReadout } from "./MetricReadout";
import { ModelMenu } from "./ModelMenu";
import { NumericsBadge } from "./NumericsBadge";
import { PaneButtons } from "./PaneButtons";

/** Which model, which number, which state: what has to be in sight always. */
export function TopBar() {
  return (
    <header className="topbar">
      <div className="topbar-left">
        <h1 className="brand">Trafolab</h1>
        <ModelMenu />
        <NumericsBadge />
      </div>
      <MetricReadout />
      <div className="topbar-right">
        <FindingsBadge />
        <HistoryButtons />
        <CompareButton />
        <KernelMenu />
        <PaneButtons />
        <ThemeButton />
        <KeysButton />
        <PaletteButton />
      </div>
    </header>
  );
}

function CompareButton() {
  const laboratory = useLaboratory();
  const open = usePage((page) => page.compare !== null);
  return (
    <IconButton
      label={open ? "Close the comparison" : "Compare two states"}
      keys="C"
      pressed={open}
      icon={<ArrowLeftRight size={16} />}
      onClick={() => toggleComparison(laboratory)}
    />
  );
}

function ThemeButton() {
  const { set } = useLaboratory();
  const dark = usePage((page) => page.theme === "dark");
  return (
    <IconButton
      label={dark ? "Light theme" : "Dark theme"}
      keys="T"
      icon={dark ? <Sun size={16} /> : <Moon size={16} />}
      onClick={() => set({ theme: dark ? "light" : "dark" })}
    />
  );
}

function KeysButton() {
  const { set } = useLaboratory();
  return (
    <IconButton
      label="All keys"
      keys="?"
      icon={<Keyboard size={16} />}
      onClick={() => set({ keysShown: true })}
    />
  );
}

function PaletteButton() {
  const { set } = useLaboratory();
  return (
    <button type="button" className="palette-button" onClick={() => set({ palette: "commands" })}>
      <Command size={13} aria-hidden="true" />
      <span className="visually-hidden">Open the palette</span>
      <kbd>{shownKey("Mod K")}</kbd>
    </button>
  );
}
