import { Legend, visibleText } from "@trafolab/viz";
import { ListPlus } from "lucide-react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { coloursOf } from "../../model/colours";
import { IconButton } from "../../ui/IconButton";
import { ColourMenu } from "./ColourMenu";
import { FilterButton } from "./FilterButton";
import { GroupsButton } from "./GroupsButton";
import { SweepMenu } from "./SweepMenu";

/** What the map shows, and how clicks on it are meant. */
export function MapTools() {
  const plain = usePage((shown) => coloursOf(shown.painted).by === "patterns");
  return (
    <>
      {plain && <Legend scale="sequential" domain={[0, 1]} label="attention" />}
      <ColourMenu />
      <FilterButton />
      <GroupsButton />
      <SweepMenu />
      <BosSwitch />
      <GatherSwitch />
    </>
  );
}

/** For whom has no key to hold: each click adds a component, or takes it away again. */
function GatherSwitch() {
  const { set } = useLaboratory();
  const on = usePage((page) => page.gather);
  return (
    <IconButton
      label="Gather: each click adds to the selection, as with Shift"
      pressed={on}
      icon={<ListPlus size={15} />}
      onClick={() => set({ gather: !on })}
    />
  );
}

function BosSwitch() {
  const { set } = useLaboratory();
  const hidden = usePage((page) => page.hideBos);
  const text = useLab((lab) => lab.state?.clean?.tokens[0]?.text);
  const first = text === undefined ? "first token" : visibleText(text, 8);
  return (
    <button
      type="button"
      className="chip bos-switch"
      aria-pressed={hidden}
      title="Attention to the first token is left out everywhere, and the rest of each row sums to 1 again (B)"
      onClick={() => set({ hideBos: !hidden })}
    >
      {hidden ? `${first} hidden` : `hide ${first}`}
      {hidden && <span className="wide">, rest renormalised</span>}
    </button>
  );
}
