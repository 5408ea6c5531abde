// The scene: a canvas that is being drawn elsewhere becomes the skin of a thing one can walk around. Loaded only when asked for.
import { AmbientLight, CanvasTexture, Color, DirectionalLight, LinearFilter, LinearMipmapLinearFilter, MirroredRepeatWrapping, PerspectiveCamera, Scene, Spherical, SRGBColorSpace, Vector3, WebGLRenderer } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { RectAreaLightUniformsLib } from "three/examples/jsm/lights/RectAreaLightUniformsLib.js";
import { buildShape, type Built, type Shape } from "./shapes";

const TURN = 0.12;
const STEP = Math.PI / 24;
const COLOUR_MS = 160;
const MOST_RATIO = 2;

export interface SceneOptions {
  shape: Shape;
  /** Turns slowly by itself until somebody takes hold of it. */
  turns: boolean;
}

export class ShaderScene {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(45, 16 / 9, 0.05, 60);
  private readonly controls: OrbitControls;
  private readonly ambient = new AmbientLight(0xffffff);
  private readonly daylight = new DirectionalLight(0xffffff);
  private readonly texture: CanvasTexture;
  private readonly sizes: ResizeObserver;
  private readonly undo = new AbortController();
  private readonly probe: CanvasRenderingContext2D | null;
  private built: Built | null = null;
  private colouredMs = 0;
  private seenSize = "";

  /** Throws an Error where there is no second WebGL2 context to be had. The caller disposes of it. */
  constructor(
    private readonly host: HTMLElement,
    private readonly source: HTMLCanvasElement,
    options: SceneOptions,
  ) {
    this.renderer = new WebGLRenderer({ antialias: true, powerPreference: "high-performance" });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio || 1, MOST_RATIO));
    const { domElement } = this.renderer;
    domElement.className = "block size-full outline-none";
    domElement.tabIndex = 0;
    domElement.setAttribute("role", "img");
    domElement.setAttribute("aria-label", "The shader in space. Drag or use the arrow keys to look around, plus and minus to come nearer.");
    host.append(domElement);
    RectAreaLightUniformsLib.init();
    this.scene.background = new Color(0x07080b);
    this.daylight.position.set(-2, 3, 2.5);
    this.scene.add(this.ambient, this.daylight);
    this.texture = this.newTexture();
    this.controls = new OrbitControls(this.camera, domElement);
    this.controls.enableDamping = true;
    this.controls.enablePan = false;
    this.controls.autoRotate = options.turns;
    this.controls.autoRotateSpeed = TURN * 8;
    this.controls.addEventListener("start", () => (this.controls.autoRotate = false));
    const small = document.createElement("canvas");
    small.width = small.height = 4;
    this.probe = small.getContext("2d", { willReadFrequently: true });
    domElement.addEventListener("keydown", (event) => this.onKey(event), { signal: this.undo.signal });
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(host);
    this.show(options.shape);
    this.fit();
    this.renderer.setAnimationLoop((now) => this.draw(now));
  }

  /** Puts the picture on another thing. */
  show(shape: Shape): void {
    if (this.built) {
      this.scene.remove(this.built.group);
      this.built.dispose();
    }
    const built = buildShape(shape, this.texture, this.source.width / Math.max(1, this.source.height));
    this.built = built;
    this.scene.add(built.group);
    this.ambient.intensity = 0.25 * built.daylight;
    this.daylight.intensity = 0.9 * built.daylight;
    this.camera.position.set(...built.camera);
    this.controls.target.set(...built.target);
    [this.controls.minDistance, this.controls.maxDistance] = built.reach;
    // Inside of a room one must not walk through its walls.
    const inside = shape === "wall";
    [this.controls.minAzimuthAngle, this.controls.maxAzimuthAngle] = inside ? [-0.9, 0.9] : [-Infinity, Infinity];
    [this.controls.minPolarAngle, this.controls.maxPolarAngle] = inside ? [1.1, 1.9] : [0.05, Math.PI - 0.05];
    this.controls.update();
  }

  dispose(): void {
    this.renderer.setAnimationLoop(null);
    this.undo.abort();
    this.sizes.disconnect();
    this.controls.dispose();
    this.built?.dispose();
    this.texture.dispose();
    this.renderer.dispose();
    // A page has some sixteen contexts: this one is given back at once, and not when memory is tidied.
    this.renderer.forceContextLoss();
    this.renderer.domElement.remove();
  }

  private newTexture(): CanvasTexture {
    const texture = new CanvasTexture(this.source);
    texture.colorSpace = SRGBColorSpace;
    texture.wrapS = texture.wrapT = MirroredRepeatWrapping;
    texture.magFilter = LinearFilter;
    texture.minFilter = LinearMipmapLinearFilter;
    texture.anisotropy = Math.min(8, this.renderer.capabilities.getMaxAnisotropy());
    return texture;
  }

  private draw(nowMs: number): void {
    const size = `${this.source.width} ${this.source.height}`;
    // Storage is made for one size; a canvas of another would be put into it badly.
    if (size !== this.seenSize) {
      this.seenSize = size;
      this.texture.dispose();
    }
    this.texture.needsUpdate = true;
    if (nowMs - this.colouredMs > COLOUR_MS) {
      this.colouredMs = nowMs;
      this.colour();
    }
    this.controls.update();
    this.renderer.render(this.scene, this.camera);
  }

  /** The lamps take the picture's mean colour. */
  private colour(): void {
    const lamps = this.built?.lamps ?? [];
    if (lamps.length === 0 || !this.probe) return;
    this.probe.drawImage(this.source, 0, 0, 4, 4);
    const { data } = this.probe.getImageData(0, 0, 4, 4);
    const sum = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) for (let channel = 0; channel < 3; channel++) sum[channel] = (sum[channel] ?? 0) + (data[at + channel] ?? 0) / 255 / 16;
    for (const lamp of lamps) lamp.color.setRGB(sum[0] ?? 0, sum[1] ?? 0, sum[2] ?? 0, SRGBColorSpace);
  }

  private fit(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    // On a phone held upright the thing must still fit from side to side.
    this.camera.fov = width < height ? 62 : 45;
    this.camera.updateProjectionMatrix();
  }

  private onKey(event: KeyboardEvent): void {
    const turn = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    const nearer = event.key === "+" || event.key === "=" ? 0.88 : event.key === "-" ? 1.14 : null;
    if (event.ctrlKey || event.metaKey || event.altKey || (!turn && nearer === null)) return;
    event.preventDefault();
    event.stopPropagation();
    this.controls.autoRotate = false;
    const offset = new Vector3().subVectors(this.camera.position, this.controls.target);
    const around = new Spherical().setFromVector3(offset);
    around.theta += turn?.[0] ?? 0;
    around.phi = Math.min(Math.PI - 0.05, Math.max(0.05, around.phi + (turn?.[1] ?? 0)));
    around.radius *= nearer ?? 1;
    this.camera.position.setFromSpherical(around).add(this.controls.target);
    this.controls.update();
  }
}
