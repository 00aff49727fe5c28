import { Paintbrush } from "lucide-react";
import { usePage } from "../../app/context";
import { usePaint } from "../../app/usePaint";
import { IconButton } from "../../ui/IconButton";

/** Makes the effects the map's colours, or its lines. */
export function PaintButton({ id, label }: { id: string; label: string }) {
  const paint = usePaint();
  const on = usePage((page) => page.painted === id);
  return (
    <IconButton
      label={on ? "Patterns alone on the map again" : label}
      pressed={on}
      icon={<Paintbrush size={14} />}
      onClick={() => paint(on ? null : id)}
    />
  );
}
