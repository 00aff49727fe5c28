import { isDrawn, plainText } from "@trafolab/viz";
import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { usePaint } from "../../app/usePaint";
import {
  type Choice,
  coloursOf,
  experimentChoices,
  ownChoices,
  PAINT,
  viewChoices,
} from "../../model/colours";
import { lineChoices, toggledLines } from "../../model/lines";

const GONE = "an experiment";
const PATTERNS: Choice = { painted: "", label: "attention patterns", brief: "patterns" };

/** What the map's colours are, and its lines: patterns, a person's own numbers, a view's, an experiment's. */
export function ColourMenu() {
  const paint = usePaint();
  const painted = usePage((page) => page.painted);
  const parts = useChoices();
  const shown = coloursOf(painted).by === "patterns" ? PATTERNS.painted : (painted ?? PATTERNS.painted);
  const now = parts.flatMap(({ choices }) => choices).find((choice) => choice.painted === shown);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="chip colour-menu" title={`The map's colours: ${said(now)}`}>
        <span className={now?.elsewhere ? "clip elsewhere" : "clip"}>{now?.brief ?? now?.label ?? GONE}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu colours" align="end" collisionPadding={8}>
          <DropdownMenu.RadioGroup value={shown} onValueChange={(value) => paint(value || null)}>
            {parts.map(({ title, choices }) => (
              <Part key={title} title={title} choices={choices} />
            ))}
          </DropdownMenu.RadioGroup>
          <LineChoices />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Lines over whatever the colours are; the ones that are drawn are taken off by the same click. */
function LineChoices() {
  const { set } = useLaboratory();
  const drawn = usePage((page) => page.lines);
  return (
    <>
      <DropdownMenu.Label className="menu-note">Lines between heads</DropdownMenu.Label>
      {lineChoices().map(({ drawn: lines, label }) => (
        <DropdownMenu.CheckboxItem
          key={label}
          className="menu-item"
          checked={isDrawn(drawn, lines)}
          onCheckedChange={() => set({ lines: toggledLines(drawn, lines) })}
        >
          <span>{label}</span>
          <DropdownMenu.ItemIndicator className="menu-check">shown</DropdownMenu.ItemIndicator>
        </DropdownMenu.CheckboxItem>
      ))}
    </>
  );
}

function said(now: Choice | undefined): string {
  const { label = GONE, elsewhere = null } = now ?? {};
  return elsewhere === null ? label : `${label}\nfound on ${plainText(elsewhere)}`;
}

interface PartProps {
  readonly title: string;
  readonly choices: readonly Choice[];
}

function Part({ title, choices }: PartProps) {
  return (
    <>
      {title !== "" && <DropdownMenu.Label className="menu-note">{title}</DropdownMenu.Label>}
      {choices.map(({ painted, label, elsewhere }) => (
        <DropdownMenu.RadioItem key={painted} value={painted} className="menu-item">
          <span>
            {label}
            {elsewhere && <small className="elsewhere"> of another prompt</small>}
          </span>
          <DropdownMenu.ItemIndicator className="menu-check">shown</DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </>
  );
}

function useChoices(): PartProps[] {
  const label = useLab(({ state }) => state?.paint?.label);
  const experiments = useLab(({ state }) => state?.experiments);
  const detectors = useLab(({ state }) => state?.detectors);
  const painted = usePage((page) => page.painted);
  const own = label === undefined ? [] : [{ painted: PAINT, label }];
  const parts = [
    { title: "", choices: [PATTERNS] },
    { title: "Painted by code", choices: own },
    { title: "Your own scores", choices: ownChoices(detectors ?? [], painted) },
    { title: "Scores", choices: viewChoices() },
    { title: "Effects and circuits of experiments", choices: experimentChoices(experiments ?? [], painted) },
  ];
  return parts.filter(({ choices }) => choices.length > 0);
}
