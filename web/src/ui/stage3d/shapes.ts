// The things that a living shader is put on: what they are made of, how the picture lies on them, where one stands before them.
import {
  BoxGeometry,
  BufferAttribute,
  CylinderGeometry,
  Group,
  Mesh,
  MeshStandardMaterial,
  PlaneGeometry,
  RectAreaLight,
  SphereGeometry,
  TorusKnotGeometry,
  type BufferGeometry,
  type Texture,
} from "three";

export const SHAPES = ["sphere", "cube", "knot", "cylinder", "wall"] as const;
export type Shape = (typeof SHAPES)[number];

export interface Built {
  group: Group;
  /** Where the camera begins, and what it looks at. */
  camera: [number, number, number];
  target: [number, number, number];
  /** How near and how far one may go. */
  reach: [number, number];
  /** Lights that shine in the colour of the picture. */
  lamps: RectAreaLight[];
  /** How bright it is besides, so that a form is seen; next to nothing in a room that the picture lights. */
  daylight: number;
  dispose(): void;
}

/** The shader shines by itself; the little that is reflected lets one see the form. */
function lamp(texture: Texture): MeshStandardMaterial {
  return new MeshStandardMaterial({ color: 0x05060a, emissive: 0xffffff, emissiveMap: texture, roughness: 0.42, metalness: 0 });
}

/** Repeats or mirrors the picture over the surface: `across` and `down` times, every second one turned so that the seams meet. */
function repeated(geometry: BufferGeometry, across: number, down: number): BufferGeometry {
  const uv = geometry.getAttribute("uv");
  if (!(uv instanceof BufferAttribute)) return geometry;
  for (let at = 0; at < uv.count; at++) uv.setXY(at, uv.getX(at) * across, uv.getY(at) * down);
  return geometry;
}

function single(geometry: BufferGeometry, texture: Texture, camera: Built["camera"]): Built {
  const material = lamp(texture);
  const group = new Group();
  group.add(new Mesh(geometry, material));
  return {
    group,
    camera,
    target: [0, 0, 0],
    reach: [1.6, 9],
    lamps: [],
    daylight: 1,
    dispose() {
      geometry.dispose();
      material.dispose();
    },
  };
}

/** `aspect`: width of the picture over its height. */
export function buildShape(shape: Shape, texture: Texture, aspect: number): Built {
  if (shape === "sphere") return single(repeated(new SphereGeometry(1.15, 96, 64), 2, 1), texture, [0, 0.35, 3.4]);
  if (shape === "cube") return single(new BoxGeometry(1.6, 1.6, 1.6), texture, [1.9, 1.4, 2.6]);
  if (shape === "knot") return single(repeated(new TorusKnotGeometry(0.85, 0.3, 220, 36), 8, 1), texture, [0, 0.4, 4.5]);
  if (shape === "cylinder") return single(repeated(new CylinderGeometry(0.95, 0.95, 1.9, 96, 1, true), 2, 1), texture, [0, 0.9, 3.5]);
  return room(texture, aspect);
}

const DIM = { color: 0x34363c, roughness: 0.62, metalness: 0.05 };

/** A dim room with the picture on its far wall; floor, ceiling and side walls take the picture's light. */
function room(texture: Texture, aspect: number): Built {
  const group = new Group();
  const height = Math.min(2.2, 4.4 / aspect);
  const width = height * aspect;
  const [wide, high, deep] = [Math.max(7, width + 2), 3.4, 8];
  const wall = new MeshStandardMaterial(DIM);
  const floor = new MeshStandardMaterial({ ...DIM, color: 0x26282e, roughness: 0.28 });
  const picture = new MeshStandardMaterial({ color: 0x000000, emissive: 0xffffff, emissiveMap: texture });
  const frame = new MeshStandardMaterial({ color: 0x08090c, roughness: 0.5 });
  const geometries: BufferGeometry[] = [];
  const put = (geometry: BufferGeometry, material: MeshStandardMaterial, place: [number, number, number], turn: [number, number, number] = [0, 0, 0]): void => {
    const mesh = new Mesh(geometry, material);
    mesh.position.set(...place);
    mesh.rotation.set(...turn);
    geometries.push(geometry);
    group.add(mesh);
  };
  const right = Math.PI / 2;
  put(new PlaneGeometry(wide, deep), floor, [0, -high / 2, 0], [-right, 0, 0]);
  put(new PlaneGeometry(wide, deep), wall, [0, high / 2, 0], [right, 0, 0]);
  put(new PlaneGeometry(wide, high), wall, [0, 0, -deep / 2]);
  put(new PlaneGeometry(wide, high), wall, [0, 0, deep / 2], [0, Math.PI, 0]);
  put(new PlaneGeometry(deep, high), wall, [-wide / 2, 0, 0], [0, right, 0]);
  put(new PlaneGeometry(deep, high), wall, [wide / 2, 0, 0], [0, -right, 0]);
  put(new BoxGeometry(width + 0.08, height + 0.08, 0.06), frame, [0, 0.1, -deep / 2 + 0.03]);
  put(new PlaneGeometry(width, height), picture, [0, 0.1, -deep / 2 + 0.065]);
  const light = new RectAreaLight(0xffffff, 11, width, height);
  light.position.set(0, 0.1, -deep / 2 + 0.08);
  light.lookAt(0, 0.1, 0);
  group.add(light);
  return {
    group,
    camera: [1.1, 0.1, 1.9],
    target: [0, 0.05, -2.6],
    reach: [1.2, 5.4],
    lamps: [light],
    daylight: 0.12,
    dispose() {
      for (const geometry of geometries) geometry.dispose();
      for (const material of [wall, floor, picture, frame]) material.dispose();
      light.dispose();
    },
  };
}
