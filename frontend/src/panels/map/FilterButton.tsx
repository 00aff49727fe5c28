import { ListFilter } from "lucide-react";
import { useLaboratory, usePage } from "../../app/context";
import { isOn } from "../../model/fading";
import { IconButton } from "../../ui/IconButton";
import { FILTER_STRIP, toggleFilter } from "./filterStrip";

/** Shows the fields that say what is left in sight. */
export function FilterButton() {
  const laboratory = useLaboratory();
  const shown = usePage((page) => page.filterShown);
  const on = usePage((page) => isOn(page.filter));
  return (
    <IconButton
      label="Filter the map"
      keys="⇧ F"
      hint="what steps back, and lines with it"
      aria-expanded={shown}
      aria-controls={shown ? FILTER_STRIP : undefined}
      data-filter=""
      data-on={on ? "" : undefined}
      icon={<ListFilter size={15} />}
      onClick={() => toggleFilter(laboratory)}
    />
  );
}
