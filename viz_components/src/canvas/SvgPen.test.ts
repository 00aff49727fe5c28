import { expect, test } from "vitest";
import { SvgPen } from "./SvgPen";

function drawn(draw: (pen: SvgPen) => void): string {
  const pen = new SvgPen();
  draw(pen);
  return String(pen);
}

test("lines, boxes and circles are written with their colours", () => {
  expect(
    drawn((pen) => {
      pen.strokeStyle = "#123456";
      pen.lineWidth = 1.5;
      pen.globalAlpha = 0.5;
      pen.beginPath();
      pen.lineTo(0, 1);
      pen.lineTo(2.004, 3);
      pen.stroke();
    }),
  ).toBe(`<path d="M0 1L2 3" fill="none" stroke="#123456" stroke-width="1.5" stroke-opacity="0.5"/>`);
  expect(
    drawn((pen) => {
      pen.fillStyle = "red";
      pen.fillRect(1, 2, 3, 4);
      pen.arc(5, 5, 2);
      pen.fill("evenodd");
    }),
  ).toBe(
    `<rect x="1" y="2" width="3" height="4" fill="red"/>\n<path d="M3 5a2 2 0 1 1 4 0a2 2 0 1 1 -4 0z" fill="red" fill-rule="evenodd"/>`,
  );
});

test("what was saved comes back, and groups are closed", () => {
  const written = drawn((pen) => {
    pen.fillStyle = "red";
    pen.save();
    pen.translate(1, 2);
    pen.scale(2, 2);
    pen.fillStyle = "blue";
    pen.rect(0, 0, 1, 1);
    pen.clip();
    pen.restore();
    pen.fillRect(0, 0, 1, 1);
  }).split("\n");
  expect(written).toEqual([
    `<g transform="translate(1 2)">`,
    `<g transform="scale(2 2)">`,
    `<clipPath id="clip0"><path d="M0 0h1v1h-1z"/></clipPath>`,
    `<g clip-path="url(#clip0)">`,
    "</g>",
    "</g>",
    "</g>",
    `<rect x="0" y="0" width="1" height="1" fill="red"/>`,
  ]);
});

test("what is turned stands in a group of its own", () => {
  expect(
    drawn((pen) => {
      pen.save();
      pen.rotate(-Math.PI / 2);
      pen.fillText("up", 0, 0);
      pen.restore();
    }),
  ).toMatch(/^<g transform="rotate\(-90\)">\n<text .*>up<\/text>\n<\/g>$/);
});

test("words keep their place and their signs, and no markup of their own", () => {
  const written = drawn((pen) => {
    pen.font = `600 11px "A B", mono`;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    pen.fillText("<bos> & x", 3, 4);
  });
  expect(written).toBe(
    `<text x="3" y="4" font-size="11" font-family="'A B', mono" font-weight="600" text-anchor="end" dominant-baseline="central" xml:space="preserve" fill="#000">&lt;bos&gt; &amp; x</text>`,
  );
});
