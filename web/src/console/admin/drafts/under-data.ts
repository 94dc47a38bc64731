/** The errors of the fields by the names that the editors know them by. */
export const underData = (errors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([path, message]) => [path.replace(/^\/data(?=\/|$)/, ''), message]));
