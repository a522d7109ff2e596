/** A list counts as many rows as this, and no more: months of a log may match, and all the users of a directory may have left. */
export const MOST_COUNTED = 10_000;
