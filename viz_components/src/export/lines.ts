// Where the lines of a text stand: the browser knows it of ranges, not of the text itself.

export interface Line {
  readonly text: string;
  readonly box: DOMRect;
}

/** The lines of a text node as they are laid out, each without the spaces around it. */
export function linesOf(node: Text, whiteSpace: string): Line[] {
  const kept = whiteSpace.startsWith("pre") || whiteSpace === "break-spaces";
  return runs(node).flatMap(({ start, end }) => {
    const text = node.data.slice(start, end);
    const from = start + text.length - text.trimStart().length;
    const [box] = boxesOf(node, from, from + text.trim().length);
    return box ? [{ text: kept ? text.trim() : text.trim().replace(/\s+/g, " "), box }] : [];
  });
}

interface Run {
  readonly start: number;
  readonly end: number;
}

function runs(node: Text): Run[] {
  const whole = boxesOf(node, 0, node.length);
  if (whole.length === 0) return [];
  const breaks = [0, ...(whole.length === 1 ? [] : breaksIn(node)), node.length];
  return breaks.slice(1).map((end, i) => ({ start: breaks[i] ?? 0, end }));
}

/** The places at which a new line begins: where a character stands lower than the one before. */
function breaksIn(node: Text): number[] {
  const found: number[] = [];
  let bottom: number | null = null;
  let at = 0;
  for (const character of node.data) {
    const [box] = boxesOf(node, at, at + character.length);
    if (box && box.width > 0) {
      if (bottom !== null && box.top >= bottom - box.height / 2) found.push(at);
      bottom = box.bottom;
    }
    at += character.length;
  }
  return found;
}

function boxesOf(node: Text, start: number, end: number): DOMRect[] {
  const range = node.ownerDocument.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return [...range.getClientRects()].filter(({ width }) => width > 0);
}
