import type { PairSet } from "@trafolab/viz";
import { ChevronDown, ChevronRight, FlaskConical } from "lucide-react";
import { useLaboratory } from "../../app/context";
import { showExperiments } from "../../experiments/opening";
import { choosing } from "../../experiments/starting";
import { IconButton } from "../../ui/IconButton";
import { counted } from "../../ui/numbers";
import { NamedButtons } from "./NamedButtons";
import { PairRows } from "./PairRows";
import { firstPairs, leftOut, tokensIn } from "./pairWords";

interface PairSetRowProps {
  readonly known: PairSet;
  /** Its pairs are shown. */
  readonly open: boolean;
  readonly toggle: () => void;
}

/** One set: how many, how long, its roles, and what can be done with it. */
export function PairSetRow({ known, open, toggle }: PairSetRowProps) {
  const { name, n_pairs, roles, first, code } = known;
  const Sign = open ? ChevronDown : ChevronRight;
  return (
    <>
      <li className="row" data-pairs={name}>
        <button type="button" className="link clip" title={name} aria-expanded={open} onClick={toggle}>
          <Sign size={13} aria-hidden="true" /> {name}
        </button>
        <small>
          {counted(n_pairs, "pair")}
          {leftOut(known)}
        </small>
        <small>{tokensIn(known)}</small>
        <small className="clip mono" title="Roles: the places that a sweep tells apart">
          {roles.join(" ")}
        </small>
        <span className="clip mono dim" title={first.join("\n")}>
          <bdi>{firstPairs(known)}</bdi>
        </span>
        <NamedButtons what="pairs" name={name} code={code}>
          <SweepButton name={name} />
        </NamedButtons>
      </li>
      {open && (
        <li className="pair-list">
          <PairRows name={name} />
        </li>
      )}
    </>
  );
}

function SweepButton({ name }: { name: string }) {
  const laboratory = useLaboratory();
  const lead = () => {
    const { state } = laboratory.lab.getState();
    if (state) laboratory.set({ draft: choosing(state, laboratory.page.getState().draft, name) });
    showExperiments(laboratory);
  };
  return <IconButton label={`Experiment over ${name}`} icon={<FlaskConical size={14} />} onClick={lead} />;
}
