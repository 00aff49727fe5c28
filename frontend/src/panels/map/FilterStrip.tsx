import type { MapColouring, MapEdges } from "@trafolab/viz";
import { X } from "lucide-react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { isOn, NO_FILTER, namedBy } from "../../model/fading";
import { IconButton } from "../../ui/IconButton";
import { FILTER_STRIP, toggleFilter } from "./filterStrip";
import { leastSaid } from "./leastSaid";
import { SelectRemaining } from "./SelectRemaining";

/** What the map shows that has a size. */
export interface Sized {
  readonly colouring: MapColouring | undefined;
  readonly edges: MapEdges | undefined;
}

/** What is left in sight, as it is typed: a row above the map, which stays to be seen. */
export function FilterStrip(sized: Sized) {
  const laboratory = useLaboratory();
  const filter = usePage((page) => page.filter);
  return (
    <search
      id={FILTER_STRIP}
      className="filter-strip"
      aria-label="Filter of the map"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        toggleFilter(laboratory);
      }}
    >
      <Names names={filter.names} />
      <Threshold {...sized} />
      <SelectRemaining />
      <button
        type="button"
        className="button small"
        disabled={!isOn(filter)}
        onClick={() => laboratory.set({ filter: NO_FILTER })}
      >
        Show all
      </button>
      <IconButton
        label="Put the filter away"
        hint="what it leaves out stays so"
        keys="Esc"
        icon={<X size={14} />}
        onClick={() => toggleFilter(laboratory)}
      />
    </search>
  );
}

function Names({ names }: { names: string }) {
  const { page, set } = useLaboratory();
  const structure = useLab(({ state }) => state?.model?.structure);
  const unknown = structure && names.trim() !== "" && namedBy(structure, names).length === 0;
  const type = (typed: string) => set({ filter: { ...page.getState().filter, names: typed } });
  return (
    <>
      <input
        className="field mono"
        aria-label="Names"
        aria-invalid={unknown}
        title="Components and globs, or layers as 3-5; everything else steps back."
        placeholder="L1H* mlp.* 3-5"
        value={names}
        onChange={({ target }) => type(target.value)}
      />
      {unknown && <small role="status">no such name</small>}
    </>
  );
}

function Threshold(sized: Sized) {
  const { page, set } = useLaboratory();
  const { threshold } = usePage((shown) => shown.filter);
  const nothing = !sized.colouring && !sized.edges;
  return (
    <label
      title={
        nothing
          ? "Choose numbers as the map's colours first: patterns have no threshold."
          : "Of the largest number, below which others step back, and lines go."
      }
    >
      <span>{leastSaid(threshold, sized) ?? "at least"}</span>
      <input
        type="range"
        aria-label="At least, in percent of the largest number"
        min={0}
        max={100}
        value={threshold * 100}
        disabled={nothing}
        onChange={({ target }) =>
          set({ filter: { ...page.getState().filter, threshold: Number(target.value) / 100 } })
        }
      />
    </label>
  );
}
