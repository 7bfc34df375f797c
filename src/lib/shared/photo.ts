// How large an officer's picture may be: small enough that every tablet carries those of its counter.

/** Its width and height in pixels. */
export const PHOTO_SIDE = 240;

/** The length of its data URL. */
export const MAX_PHOTO_CHARACTERS = 60 * 1024;
