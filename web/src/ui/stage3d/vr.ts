// A work with `mainVR` in a headset: each eye's picture is drawn by the runtime along that eye's rays, and shown to it alone.
import { CanvasTexture, Matrix4, Mesh, PlaneGeometry, Scene, ShaderMaterial, Vector3, PerspectiveCamera, WebGLRenderer } from "three";
import { createPlayer, fixedClock, vrPasses, vrValues, type ParameterValues, type Pass, type VrView } from "@fractafrag/runtime";
import { openMedia } from "../../lib/media-set";

export interface VrWork {
  passes: readonly Pass[];
  values?: Readonly<ParameterValues>;
}

/** Of a headset's own pixels on a side; ray marchers are drawn twice for each frame. */
const SCALE = 0.5;
const VERTEX = "varying vec2 at; void main() { at = position.xy * 0.5 + 0.5; gl_Position = vec4(position.xy, 0.0, 1.0); }";
const FRAGMENT = "uniform sampler2D picture; varying vec2 at; void main() { gl_FragColor = texture2D(picture, at); }";

/** Whether this browser has a headset to offer. */
export async function vrSupported(): Promise<boolean> {
  return (await navigator.xr?.isSessionSupported("immersive-vr").catch(() => false)) ?? false;
}

/** Where an eye is and through which corners it looks; `pose` and `projection` are column-major, as WebXR gives them. */
export function viewOf(pose: Float32Array, projection: Float32Array): VrView {
  const toWorld = new Matrix4().fromArray(pose);
  const unproject = new Matrix4().fromArray(projection).invert();
  const through = (x: number, y: number): [number, number, number] => new Vector3(x, y, 0.5).applyMatrix4(unproject).transformDirection(toWorld).toArray();
  // Unprojected at one depth, the three directions lie in one plane only before they get the length 1: their z ahead is made equal.
  const ahead = new Vector3(0, 0, -1).transformDirection(toWorld);
  const level = (direction: [number, number, number]): [number, number, number] => {
    const vector = new Vector3(...direction);
    return vector.divideScalar(vector.dot(ahead) || 1).toArray();
  };
  return { eye: new Vector3().setFromMatrixPosition(toWorld).toArray(), bottomLeft: level(through(-1, -1)), bottomRight: level(through(1, -1)), topLeft: level(through(-1, 1)) };
}

/** Begins a session; must be called within a person's gesture. `onEnd` is called when it is over, whoever ended it. Rejects when it cannot be begun. */
export async function enterVr({ passes, values }: VrWork, onEnd: () => void): Promise<() => void> {
  const session = await navigator.xr?.requestSession("immersive-vr", { optionalFeatures: ["local-floor"] });
  if (!session) throw new Error("There is no headset.");
  const canvas = document.createElement("canvas");
  const media = openMedia();
  const player = createPlayer(canvas, { media: media.load });
  const renderer = new WebGLRenderer({ antialias: false });
  const scene = new Scene();
  const geometry = new PlaneGeometry(2, 2);
  const eyes = [1, 2].map((layer) => {
    const texture = new CanvasTexture(canvas);
    // Raw: neither three nor the headset should turn the shader's values into others.
    texture.generateMipmaps = false;
    const material = new ShaderMaterial({ vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: { picture: { value: texture } }, depthTest: false });
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    // Of three's layers in a headset, 1 is seen by the left eye alone and 2 by the right.
    mesh.layers.set(layer);
    scene.add(mesh);
    return { texture, material };
  });
  const camera = new PerspectiveCamera();
  const end = (): void => void session.end().catch(() => undefined);
  session.addEventListener("end", () => {
    renderer.setAnimationLoop(null);
    player.dispose();
    media.dispose();
    for (const { texture, material } of eyes) {
      texture.dispose();
      material.dispose();
    }
    geometry.dispose();
    renderer.dispose();
    renderer.forceContextLoss();
    onEnd();
  });
  try {
    const report = await player.load(vrPasses(passes));
    if (!report.ok) throw new Error(report.errors[0]?.message ?? "It could not be prepared.");
    renderer.xr.enabled = true;
    renderer.xr.setReferenceSpaceType("local");
    await renderer.xr.setSession(session);
  } catch (error) {
    end();
    throw error;
  }
  let began: number | null = null;
  let count = 0;
  renderer.setAnimationLoop((now: number, frame?: XRFrame) => {
    const space = renderer.xr.getReferenceSpace();
    const pose = space ? frame?.getViewerPose(space) : null;
    const layer = session.renderState.baseLayer;
    if (!pose) return;
    began ??= now;
    const clock = { ...fixedClock(count, 60), time: (now - began) / 1000 };
    pose.views.slice(0, 2).forEach((view, index) => {
      const port = layer?.getViewport(view);
      player.resize((port?.width ?? 1024) * SCALE, (port?.height ?? 1024) * SCALE);
      player.setParameters({ ...values, ...vrValues(viewOf(view.transform.matrix, view.projectionMatrix)) });
      player.drawAt(clock);
      const eye = eyes[index];
      if (!eye) return;
      // Uploaded now: the other eye is drawn on the same canvas next.
      eye.texture.needsUpdate = true;
      renderer.initTexture(eye.texture);
    });
    count += 1;
    renderer.render(scene, camera);
  });
  return end;
}
