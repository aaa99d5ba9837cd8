/** The text of kernel-binary.ts. */
export function assembled(): Promise<string>;
