// What the server process and the page in its browser call by the same name; apart from the wire, so that zod stays out of the page.

/** The picture that a cost's `frame_ms` speaks of: 480×270. */
export const REFERENCE_PIXELS = 480 * 270;

/** How the name of every step begins that draws, so that its end by the watchdog is known from that of a compiling one. */
export const DRAWING = "drawing";
