/** Package: what the published module offers: the element and the whole engine. */
export * from "../src/index";
export * from "./index";
