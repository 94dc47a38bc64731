import { filetypename } from 'magic-bytes.js';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What may be uploaded, and the names its first bytes go by. */
const acceptedTypes: Record<string, readonly string[]> = {
  'image/jpeg': ['jpg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'application/pdf': ['pdf'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['mp4', 'm4a'],
  'audio/ogg': ['ogx', 'ogg'],
  'audio/webm': ['webm'],
  'audio/wav': ['wav'],
  'video/mp4': ['mp4'],
  'video/webm': ['webm'],
  [docx]: ['docx'],
  [xlsx]: ['xlsx'],
};

/** The part every Office document of the kind has; without it the file is just some ZIP archive. */
export const officeParts: Record<string, string> = { [docx]: 'word/document.xml', [xlsx]: 'xl/workbook.xml' };

/** Endings of names by which nothing runs; the first is usual for the type. */
const endings: Record<string, readonly string[]> = {
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'application/pdf': ['pdf'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/webm': ['webm', 'weba'],
  'audio/wav': ['wav'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  [docx]: ['docx'],
  [xlsx]: ['xlsx'],
};

const harmless = new Set(Object.values(endings).flat());

/** The name, with the usual ending behind a foreign one: saved and opened, a picture called .html would run as a page. */
export function nameOfType(name: string, mediaType: string): string {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase();
  return ending === undefined || harmless.has(ending) ? name : `${name}.${endings[mediaType]?.[0] ?? 'bin'}`;
}

const otherNames: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
};

/** Enough for every signature looked at. */
export const signatureBytes = 4096;

/** The type under which a file is stored: the declared one, if it is accepted and the first bytes agree with it. */
export function acceptedMediaType(declared: string, start: Uint8Array): string | undefined {
  const plain = declared.split(';')[0]!.trim().toLowerCase();
  const mediaType = otherNames[plain] ?? plain;
  const names = Object.hasOwn(acceptedTypes, mediaType) ? acceptedTypes[mediaType]! : [];
  return filetypename(start).some((name) => names.includes(name)) ? mediaType : undefined;
}

/** Pictures, sound, films and PDF: no document that an office program would open. */
export function isMedia(mediaType: string): boolean {
  return /^(image|audio|video)\//.test(mediaType) || mediaType === 'application/pdf';
}

/** Only what browsers show without running anything in it; the rest is downloaded. */
export const isShownInline = isMedia;
