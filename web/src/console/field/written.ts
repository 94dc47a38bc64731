/** The rule of a field that must be filled; `message` says with what. */
export const written = (message: string) => [{ required: true, whitespace: true, message }];
