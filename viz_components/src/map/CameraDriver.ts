import { select } from "d3-selection";
import type { Size } from "../canvas/useSize";
import { CLOSEST, farthest, fitted, kept, reveal, sameCamera } from "./camera";
import type { MapLayout, Rect } from "./layout/types";
import type { Camera } from "./props";
import { listen, moveTo, type Zoom, zoomBehaviour } from "./zoomBehaviour";

/** What a camera needs to know of its map, as of now. */
export interface Surroundings {
  element: HTMLElement | null;
  size: Size;
  layout: MapLayout;
  /** Height of what stands at the foot of the pane, in CSS pixels: the whole map is fitted above it. */
  foot: number;
  /** Called at every move, outside React: panning must not render components. */
  onMove: (camera: Camera) => void;
  onRest: ((camera: Camera | null) => void) | undefined;
}

const REST_MS = 150;

/** Moves a map: fitted to its pane until it is moved by hand, or given a camera. */
export class CameraDriver {
  #at: Camera = { x: 0, y: 0, k: 1 };
  #whole = true;
  #given: Camera | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #around: () => Surroundings;
  readonly #zoom: Zoom;

  constructor(around: () => Surroundings) {
    this.#around = around;
    this.#zoom = zoomBehaviour(around, this.#moved, this.#rest);
  }

  current = (): Camera => this.#at;
  zoomBy = (factor: number) => this.#move((element) => this.#zoom.scaleBy(select(element), factor));
  panBy = (x: number, y: number) =>
    this.#move((element) => this.#zoom.translateBy(select(element), x / this.#at.k, y / this.#at.k));

  /** Pans just as far as it takes to have a box in view. */
  reveal = (box: Rect) => this.#move(() => this.#go(reveal(this.#at, box, this.#around().size)));

  /** Has a point of the map in the middle of the pane. */
  centre = (x: number, y: number) =>
    this.#move(() => {
      const { layout, size } = this.#around();
      const { k } = this.#at;
      this.#go(kept({ k, x: size.width / 2 - x * k, y: size.height / 2 - y * k }, layout, size));
    });

  fit = () => {
    this.#fit();
    this.#given = null;
    this.#around().onRest?.(null);
  };

  /** Listens to pointer and wheel; returns what ends that. */
  listen = (): (() => void) | undefined => {
    const { element } = this.#around();
    return element ? listen(element, this.#zoom, this.panBy) : undefined;
  };

  /** Obeys the camera that the owner gives; null lets it fit the map, unless a person has moved it since. */
  place = (camera: Camera | null) => {
    const { layout, size } = this.#around();
    if (size.width === 0 || size.height === 0) return;
    this.#zoom.scaleExtent([farthest(layout, size), CLOSEST]);
    const released = this.#given !== null && camera === null;
    if (camera && !(this.#given && sameCamera(camera, this.#given))) {
      this.#whole = false;
      this.#go(kept(camera, layout, size));
    } else if (this.#whole || released) this.#fit();
    this.#given = camera;
  };

  #moved = (camera: Camera) => {
    this.#at = camera;
    this.#around().onMove(camera);
  };

  // A wheel turns in many steps; the owner hears of the last one.
  #rest = () => {
    this.#whole = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#given = this.#at;
      this.#around().onRest?.(this.#at);
    }, REST_MS);
  };

  #move(act: (element: HTMLElement) => void): void {
    const { element } = this.#around();
    const before = this.#at;
    if (element) act(element);
    if (!sameCamera(before, this.#at)) this.#rest();
  }

  #go(camera: Camera): void {
    const { element } = this.#around();
    if (element && !sameCamera(camera, this.#at)) moveTo(element, this.#zoom, camera);
  }

  #fit(): void {
    const { layout, size, foot } = this.#around();
    this.#whole = true;
    clearTimeout(this.#timer);
    this.#go(fitted(layout, size, foot));
  }
}
