import { measuring } from "../canvas/measuring";
import type { GroupAt } from "./mapEvents";
import type { Scene } from "./paint/scene";
import { tagAt, tagFont, tagsOf } from "./tags";
import type { CameraControl } from "./useCamera";

/** Finds the group whose name a click on a component meant, as a scene draws them. */
export function groupAt(scene: Scene | null, camera: CameraControl): GroupAt {
  return (component, { detail, clientX, clientY, currentTarget }) => {
    const box = scene?.layout.byName.get(component);
    const groups = scene?.groups.get(component);
    const measure = measuring();
    // A key clicks at no place.
    if (!scene || !box || !groups || !measure || detail === 0) return null;
    const { x, y, k } = camera.current();
    const corner = currentTarget.getBoundingClientRect();
    const font = tagFont(k, scene.palette.font);
    const tags = tagsOf(box, groups, k, (text) => measure(font, text));
    return tagAt(tags, [(clientX - corner.left - x) / k, (clientY - corner.top - y) / k]);
  };
}
