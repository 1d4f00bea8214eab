/** Types of packages.mjs, for the test that documents name what is tried. */
export const PACKAGES: readonly string[];
