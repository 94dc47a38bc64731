/** Addresses of the phone pages. A secret token stands only behind `#`, which no server and no log ever sees. */
export const HOME = '/m/';
/** The form that is open to everybody, wherever they are. */
export const DEFAULT_FORM = 'baoan';
export const trackPath = (token = ''): string => `/m/track${token ? `#${token}` : ''}`;
export const ratePath = (token = ''): string => `/m/rate${token ? `#${token}` : ''}`;
export const pollPath = (token = ''): string => `/m/poll${token ? `#${token}` : ''}`;
export const filePath = (code: string, step = 1): string =>
  `/m/file/${encodeURIComponent(code)}${step > 1 ? `?step=${step}` : ''}`;
export const receiptPath = (code: string, token: string): string => `${filePath(code)}#${token}`;
