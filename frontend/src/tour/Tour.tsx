import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useLab, useLaboratory, usePage } from "../app/context";
import type { Laboratory } from "../app/laboratory";
import { type Box, placed } from "./placing";
import { noteSeen, wasSeen } from "./seen";
import { STEPS } from "./steps";
import { useLit } from "./useLit";

/** A walk through the page for whoever sees it first: nothing waits for it, and what it lights can be used meanwhile. */
export function Tour() {
  const step = usePage((page) => page.tour);
  return step === null ? <Invitation /> : <Step key={step} index={step} />;
}

/** Shows a step, the first where none is named; behind the last the tour has ended. */
export function showStep(laboratory: Laboratory, index = 0): void {
  const step = STEPS[index];
  noteSeen();
  step?.prepare?.(laboratory);
  laboratory.set({ tour: step ? index : null, toured: true, maximised: null });
}

function endTour({ set }: Laboratory): void {
  noteSeen();
  set({ tour: null, toured: true });
}

/** Offers the tour once, where there is a model to show. */
function Invitation() {
  const laboratory = useLaboratory();
  const toured = usePage((page) => page.toured);
  const ready = useLab(({ state, welcome }) => state?.model != null && welcome !== null);
  if (toured || wasSeen() || !ready) return null;
  return (
    <Card label="Tour" lit={null}>
      <p>New here? A tour of the page takes a minute.</p>
      <div className="tour-foot">
        <button type="button" className="button small" onClick={() => endTour(laboratory)}>
          No, thanks
        </button>
        <button type="button" className="button small primary" onClick={() => showStep(laboratory)}>
          Show me
        </button>
      </div>
    </Card>
  );
}

function Step({ index }: { index: number }) {
  const laboratory = useLaboratory();
  const step = STEPS[index];
  const lit = useLit(step?.place(laboratory) ?? null);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  if (!step) return null;
  const last = index === STEPS.length - 1;
  const go = (to: number) => showStep(laboratory, Math.max(0, to));
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Escape") endTour(laboratory);
    else if (event.key === "ArrowRight") go(index + 1);
    else if (event.key === "ArrowLeft") go(index - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {lit && <Spot lit={lit} />}
      <Card label={`Tour: ${step.title}`} lit={lit} onKeyDown={keys}>
        <h2>
          {step.title} <small>{`${index + 1} of ${STEPS.length}`}</small>
        </h2>
        <p>{step.text}</p>
        <div className="tour-foot">
          <button type="button" className="button small" disabled={index === 0} onClick={() => go(index - 1)}>
            Back
          </button>
          <button ref={next} type="button" className="button small primary" onClick={() => go(index + 1)}>
            {last ? "Done" : "Next"}
          </button>
        </div>
        <button
          type="button"
          className="icon-button tour-close"
          aria-label="End the tour"
          onClick={() => endTour(laboratory)}
        >
          <X size={14} />
        </button>
      </Card>
    </>
  );
}

function Spot({ lit: { x, y, w, h } }: { lit: Box }) {
  return (
    <div
      className="tour-spot"
      aria-hidden="true"
      style={{ left: x - 3, top: y - 3, width: w + 6, height: h + 6 }}
    />
  );
}

interface CardProps {
  readonly label: string;
  readonly lit: Box | null;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}

/** Beside what is lit; never modal. */
function Card({ label, lit, onKeyDown, children }: CardProps) {
  const card = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ w: 320, h: 150 });
  useEffect(() => {
    const { offsetWidth: w = 0, offsetHeight: h = 0 } = card.current ?? {};
    if (w > 0) setSize((before) => (before.w === w && before.h === h ? before : { w, h }));
  });
  const at = placed(lit, size, { w: window.innerWidth, h: window.innerHeight });
  return (
    <div
      ref={card}
      className="tour"
      role="dialog"
      aria-label={label}
      style={{ left: at.x, top: at.y }}
      onKeyDown={onKeyDown}
    >
      {children}
    </div>
  );
}
