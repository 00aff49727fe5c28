import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { addressOf, readAddress } from "./address";
import { type Bar, createAddressBar } from "./addressBar";
import { firstPage, type PageState } from "./page";

const PAGE = firstPage("light");
const HEAD: PageState = {
  ...PAGE,
  selection: ["L0H2", "L1H6"],
  position: 5,
  looking: {
    at: "selection",
    tabs: { head: "attention" },
    set: { attention: { face: "text", max_size: 64 } },
  },
};

test("an address says component, token, view, and what was set in it", () => {
  expect(addressOf(HEAD)).toBe("L0H2,L1H6@5/attention?face=text&max_size=64");
  expect(addressOf(PAGE)).toBe("");
  expect(addressOf({ ...PAGE, hideBos: true, looking: { ...PAGE.looking, at: "prompt" } })).toMatch(
    /^prompt\/[a-z_]+\?bos=hidden$/,
  );
});

test.each([
  [HEAD],
  [{ ...HEAD, hideBos: true, looking: { ...HEAD.looking, tabs: { head: "circuitsvis" as const }, set: {} } }],
  [
    {
      ...HEAD,
      looking: { ...HEAD.looking, set: { attention: { head: "&=# é", run: "5", hide_bos: true } } },
    },
  ],
])("what an address says is read back", (page) => {
  const { selection, position, hideBos, looking } = page;
  expect(readAddress(`#${addressOf(page)}`, { ...PAGE, looking: { ...looking, set: {} } })).toMatchObject({
    selection,
    position,
    hideBos,
    looking,
  });
});

test("a link to one view leaves what was set in others", () => {
  const found = readAddress("#prompt", HEAD);
  expect(found?.selection).toBeUndefined();
  expect(found?.looking?.set.attention).toEqual({ face: "text", max_size: 64 });
  expect(found?.looking?.at).toBe("prompt");
});

test.each(["", "#", "#/", "#<script>", "#%E0%A4%A", "#?a=b", "#@5", "#a b/attention"])(
  "nonsense such as %s says nothing",
  (address) => expect(readAddress(address, PAGE)).toBeNull(),
);

test("what makes no sense within an address is passed over", () => {
  const found = readAddress("#L1H6@x/nothing?constructor=1&A-B=2&face=text", PAGE);
  expect(found).toBeNull();
  const other = readAddress("#L1H6/nothing?A-B=2&max_size=large&odd=3&face=text", PAGE);
  expect(other?.looking?.tabs).toEqual({});
  expect(other?.looking?.set.attention).toEqual({ face: "text" });
});

function bench(hash: string) {
  const put: string[] = [];
  let [clock, now, heard] = [0, hash, () => {}];
  const bar: Bar = {
    hash: () => now,
    put: (how, address) => {
      put.push(`${how === "pushState" ? "push" : "replace"} ${address}`);
      now = `#${address}`;
    },
    listen: (changed) => {
      heard = changed;
    },
    now: () => clock,
  };
  const page = createStore<PageState>(() => ({ ...PAGE, selection: ["mlp.0"] }));
  const made = createAddressBar(page, bar);
  return {
    page,
    put,
    restore: made.restore,
    after: (ms: number) => {
      clock += ms;
    },
    back: (to: string) => {
      now = to;
      heard();
    },
  };
}

test("a link is opened over what was there, and only once", () => {
  const { page, put, restore } = bench("#L1H6@5/attention");
  page.setState({ position: 3 });
  expect(put).toEqual([]);
  restore();
  restore();
  expect([page.getState().selection, page.getState().position]).toEqual([["L1H6"], 5]);
  expect(put).toEqual(["replace L1H6@5/attention"]);
});

test("who rests at a place comes back to it; who walks on does not", () => {
  const { page, put, restore, after, back } = bench("#L1H6/attention");
  restore();
  after(2000);
  page.setState({ selection: ["L1H5"] });
  after(100);
  page.setState({ selection: ["L1H4"] });
  page.setState({ position: 2 });
  expect(put.slice(1)).toEqual(["push L1H5/attention", "replace L1H4/attention", "replace L1H4@2/attention"]);
  back("#L1H6/attention");
  expect(page.getState().selection).toEqual(["L1H6"]);
  expect(page.getState().position).toBeNull();
  expect(put).toHaveLength(4);
});

test("an address that names what there is not says what is shown in its place", () => {
  const { page, put, restore, back } = bench("#L1H6/attention");
  restore();
  back("#L1H6@-3");
  back("#%F0%9F%98%80");
  back("#L1H5/nonsense");
  expect(page.getState().selection).toEqual(["L1H5"]);
  expect(put.slice(1)).toEqual([
    "replace L1H6/attention",
    "replace L1H6/attention",
    "replace L1H5/attention",
  ]);
});
