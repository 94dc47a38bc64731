/**
 * What to make of a message that was not delivered: `again` may help, it `never` works as it stands, or it is `unsure` whether
 * it arrived, so that the next one must say that it is a repetition.
 */
export type Fault = 'again' | 'never' | 'unsure';

export class DeliveryError extends Error {
  /** The receiver asked not to be told any more. */
  readonly gone: boolean;
  /** Milliseconds that the receiver asks for before the next try. */
  readonly retryAfter: number | null;

  constructor(
    readonly fault: Fault,
    message: string,
    more: { gone?: boolean; retryAfter?: number | null } = {},
  ) {
    super(withoutAddresses(message));
    this.name = 'DeliveryError';
    this.gone = more.gone ?? false;
    this.retryAfter = more.retryAfter ?? null;
  }
}

/** Whatever else goes wrong is worth another try: it happened before anything left. */
export const asDeliveryError = (error: unknown): DeliveryError =>
  error instanceof DeliveryError ? error : new DeliveryError('again', String(error).slice(0, 300));

/** Providers repeat what they were given, also the link to rate by: that belongs neither into the log nor into the table. */
export const withoutAddresses = (text: string): string =>
  text
    .replace(/#[\w-]{16,}/g, '#…')
    .replace(/[^\s<>"'(:]+@[^\s<>"'):]+/g, '（邮箱）')
    .replace(/\+?\d[\d -]{9,}\d/g, '（号码）')
    .slice(0, 300);
