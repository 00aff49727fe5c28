import type { CameraControl } from "./useCamera";

/** Zoom by buttons, for those without wheel or pinch. */
export function MapControls({ camera }: { camera: CameraControl }) {
  return (
    <div className="tf-map-controls">
      <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => camera.zoomBy(1.4)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => camera.zoomBy(1 / 1.4)}>
        −
      </button>
      <button
        type="button"
        aria-label="Fit the map"
        title="Fit the map (Shift 0)"
        onClick={() => camera.fit()}
      >
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M1 4V1h3M8 1h3v3M11 8v3H8M4 11H1V8" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </button>
    </div>
  );
}
