import { Paintbrush } from "lucide-react";
import { useLaboratory, usePage } from "../../app/context";
import { IconButton } from "../../ui/IconButton";

/** Makes the effects the map's colours, or its lines. */
export function PaintButton({ id, label }: { id: string; label: string }) {
  const { set } = useLaboratory();
  const on = usePage((page) => page.painted === id);
  return (
    <IconButton
      label={on ? "Patterns alone on the map again" : label}
      pressed={on}
      icon={<Paintbrush size={14} />}
      onClick={() => set({ painted: on ? null : id })}
    />
  );
}
