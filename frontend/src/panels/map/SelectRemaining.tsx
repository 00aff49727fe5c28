import { useLaboratory, usePage } from "../../app/context";
import { counted } from "../../ui/numbers";

/** What the filter leaves becomes the selection, which every act takes. */
export function SelectRemaining() {
  const { set } = useLaboratory();
  const remaining = usePage((page) => page.remaining);
  const count = remaining?.length ?? 0;
  return (
    <button
      type="button"
      className="button small"
      disabled={count === 0}
      title={
        remaining === null
          ? "Once something steps back, or lines are drawn: selects what remains."
          : `Selects what remains, ${counted(count, "component")}: what you do next acts on all of them.`
      }
      onClick={() => set({ selection: remaining ?? [] })}
    >
      Select {count || ""}
    </button>
  );
}
