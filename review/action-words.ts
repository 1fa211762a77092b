/** What a change does to a resource, in one word for the reader. */
export const ACTION_WORDS = {
  delete: "destroyed",
  replace: "replaced",
  update: "changed",
  create: "created",
} as const;
