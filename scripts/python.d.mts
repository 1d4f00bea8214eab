/** Types of python.mjs, for the benchmarks. */
export type PythonFound = { readonly python: string } | { readonly missing: string };

export function findPython(name: string, packages: readonly string[]): PythonFound;
