import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { recordedOf } from "../examples/recorded";
import type { Hear, Model } from "./model";
import { ViewInCell } from "./ViewInCell";

afterEach(cleanup);

function kernel(view = "predictions", still = "") {
  const hears = new Set<Hear>();
  const said: Record<string, unknown>[] = [];
  const model: Model = {
    get: (name) => (name === "still" ? still : view),
    on: (_event, hear) => void hears.add(hear),
    off: (_event, hear) => void hears.delete(hear),
    send: (content) => void said.push({ ...content }),
  };
  const tell = (message: unknown, buffers: readonly Uint8Array[] = []) =>
    act(() => {
      for (const hear of hears) hear(message, buffers);
    });
  return { model, said, tell, hears };
}

function answer() {
  const { params, data } = recordedOf("predictions");
  return { kind: "view", params, asks: {}, data, tensors: [], title: "predictions", line: "lab.view(…)" };
}

function losses(params: Readonly<Record<string, unknown>> = {}, asks: Readonly<Record<string, string>> = {}) {
  const { params: usual, data, tensors } = recordedOf("token_loss");
  const specs = tensors.map((spec, buffer) => ({ ...spec, buffer }));
  const bytes = tensors.map(({ base64 }) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  const about = { params: { ...usual, ...params }, asks, title: "token loss", line: "lab.view(…)" };
  return [{ kind: "view", data, tensors: specs, ...about }, bytes] as const;
}

test("it opens, shows what comes, says that it has seen it, and closes", () => {
  const { model, said, tell, hears } = kernel();
  const { unmount } = render(<ViewInCell model={model} root={document.body} />);
  expect(said.map(({ kind }) => kind)).toEqual(["open"]);
  expect(screen.getByRole("status").textContent).toBe("Being computed …");
  tell(answer());
  expect(screen.getByText("99.9 %")).toBeTruthy();
  expect(said.at(-1)).toEqual({ kind: "seen", place: said[0]?.place });
  unmount();
  expect(said.at(-1)).toEqual({ kind: "close", place: said[0]?.place });
  expect(hears.size).toBe(0);
});

test("why there is nothing stands in its place until there is something", () => {
  const { model, tell } = kernel();
  render(<ViewInCell model={model} root={document.body} />);
  tell({ kind: "view_failure", error: "There is no prompt yet." });
  expect(screen.getByRole("status").textContent).toContain("There is no prompt yet.");
  tell(answer());
  expect(screen.queryByText(/no prompt/)).toBeNull();
});

test("its numbers are asked of the kernel, and a refusal is said", async () => {
  const { model, said, tell } = kernel();
  render(<ViewInCell model={model} root={document.body} />);
  tell(answer());
  fireEvent.click(screen.getByRole("button", { name: "Save the numbers as CSV" }));
  expect(said.at(-1)).toMatchObject({ kind: "file", form: "csv" });
  tell({ kind: "file_failure", id: said.at(-1)?.id, error: "There are none." });
  await vi.waitFor(() => expect(screen.getByText("There are none.")).toBeTruthy());
});

test("where no kernel answers the picture stands in its place, until one does", () => {
  vi.useFakeTimers();
  const { model, tell } = kernel("predictions", "data:image/png;base64,AAAA");
  render(<ViewInCell model={model} root={document.body} />);
  expect(screen.queryByRole("img")).toBeNull();
  act(() => void vi.advanceTimersByTime(3000));
  expect(screen.getByRole("img").getAttribute("src")).toBe("data:image/png;base64,AAAA");
  expect(screen.getByRole("status").textContent).toContain("run this cell again");
  tell(answer());
  expect(screen.queryByText(/run this cell again/)).toBeNull();
  vi.useRealTimers();
});

test("a kernel that went is told of when something is asked of it", () => {
  vi.useFakeTimers();
  const { model, tell } = kernel("token_loss");
  render(<ViewInCell model={model} root={document.body} />);
  tell(...losses());
  const gone = () => {
    throw new Error("Cannot send");
  };
  Object.assign(model, { send: gone });
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  fireEvent.click(screen.getByRole("button", { name: "bars" }));
  act(() => void vi.advanceTimersByTime(3000));
  expect(screen.getByText(/run this cell again/)).toBeTruthy();
  vi.useRealTimers();
});

test("a choice stays though an answer to the former one comes after it", () => {
  const { model, said, tell } = kernel("token_loss");
  render(<ViewInCell model={model} root={document.body} />);
  tell(...losses());
  fireEvent.click(screen.getByRole("button", { name: "bars" }));
  const [first] = said.slice(-1);
  tell(...losses());
  fireEvent.click(screen.getByRole("button", { name: "probability" }));
  const last = said.at(-1);
  expect(last).toMatchObject({ kind: "ask", params: { face: "bars", of: "prob" } });
  expect(last?.id).not.toBe(first?.id);
  tell(...losses({ face: "bars", of: "prob" }, { [String(last?.place)]: String(last?.id) }));
  expect(document.querySelector("[data-late]")).toBeNull();
});

test("where a choice is refused one can ask as at first", () => {
  const { model, said, tell } = kernel("token_loss");
  render(<ViewInCell model={model} root={document.body} />);
  tell({ kind: "view_failure", error: "There is no prompt yet." });
  expect(screen.queryByRole("button")).toBeNull();
  tell(...losses({ of: "prob" }));
  tell(...losses({ of: "loss" }));
  tell({ kind: "view_failure", error: "That can't be shown." });
  fireEvent.click(screen.getByRole("button", { name: "Ask as at first" }));
  expect(said.at(-1)).toMatchObject({ kind: "ask", params: { of: "prob" } });
});

test("a view of another version is named", () => {
  render(<ViewInCell model={kernel("moods").model} root={document.body} />);
  expect(screen.getByText("This version has no view named moods.")).toBeTruthy();
});

test("it is in the notebook's colours", () => {
  document.body.dataset.jpThemeLight = "false";
  const root = document.createElement("div");
  render(<ViewInCell model={kernel().model} root={root} />);
  expect(root.dataset.theme).toBe("dark");
  delete document.body.dataset.jpThemeLight;
});
