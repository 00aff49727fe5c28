import { Popover } from "radix-ui";
import { useEffect, useRef } from "react";
import { positionsOf } from "../../acts/aim";
import { scaledThere } from "../../acts/scaling";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import type { Point } from "../../store/page";
import { CodeLine } from "../../ui/CodeLine";
import { focusAgain } from "../../ui/focusAgain";
import { PopoverBox } from "../../ui/PopoverBox";
import { ScaleFields } from "../drawer/InterventionFields";
import { Anchor } from "./Anchor";

/** The slider that opens when something is scaled by key. */
export function ScaleSlider() {
  const at = usePage((page) => page.slider);
  return at && <Opened at={at} />;
}

function Opened({ at }: { at: Point }) {
  const { set, acts } = useLaboratory();
  const selection = usePage((page) => page.selection);
  const brush = usePage((page) => page.brush);
  const origin = useRef(document.activeElement);
  const scaled = useLab(({ state }) =>
    state ? scaledThere(state, selection, positionsOf(state, { brush })) : undefined,
  );
  const content = useRef<HTMLDivElement>(null);
  const there = scaled !== undefined;
  // The popover has taken the focus before there was anything in it.
  useEffect(() => {
    if (there) content.current?.querySelector("input")?.focus();
  }, [there]);
  return (
    <Popover.Root open onOpenChange={(open) => open || set({ slider: null })}>
      <Popover.Anchor asChild>
        <Anchor at={at} />
      </Popover.Anchor>
      <PopoverBox
        ref={content}
        className="form"
        label={`Scale ${selection.join(", ")}`}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusAgain(origin.current);
        }}
      >
        <h3 className="mono clip">{selection.join(", ")}</h3>
        {scaled ? (
          <>
            <ScaleFields intervention={scaled} />
            <CodeLine code={scaled.code} />
            <button
              type="button"
              className="button small"
              title={codeFor({ kind: "release", ids: [scaled.id], targets: [] })}
              onClick={() => {
                set({ slider: null });
                void acts.release([scaled]);
              }}
            >
              Release
            </button>
          </>
        ) : (
          <p className="dim">Scaling…</p>
        )}
      </PopoverBox>
    </Popover.Root>
  );
}
