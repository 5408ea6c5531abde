// The door to a work's own page.
export { ShaderRoute } from "./ShaderRoute";
