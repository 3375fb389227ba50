/** What a test knows to be there; otherwise the test fails here, and says so. */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("What the test looks for is not there.");
  return value;
}
