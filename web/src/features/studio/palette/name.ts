/** What the palette is called, in its dialog and in the list of shortcuts. */
export const PALETTE = "Command palette";
