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
