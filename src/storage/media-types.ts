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
  'audio/mp4': ['mp4', 'm4a', 'mov'],
  'audio/aac': ['aac'],
  'audio/ogg': ['ogx', 'ogg'],
  'audio/webm': ['webm'],
  'audio/wav': ['wav'],
  'video/mp4': ['mp4', 'mov'],
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
  'audio/mp4': ['m4a', 'mp4', '3gp'],
  'audio/aac': ['aac'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/webm': ['webm', 'weba'],
  'audio/wav': ['wav'],
  'video/mp4': ['mp4', 'm4v', 'mov', '3gp'],
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
  'audio/m4a': 'audio/mp4',
  'audio/3gpp': 'audio/mp4',
  'audio/x-aac': 'audio/aac',
  'audio/aacp': 'audio/aac',
  'video/quicktime': 'video/mp4',
  'video/3gpp': 'video/mp4',
  'video/x-m4v': 'video/mp4',
  'audio/wave': 'audio/wav',
  'audio/x-wav': 'audio/wav',
};

/** Enough for every signature looked at. */
export const signatureBytes = 4096;

/** What a program says that does not know the type. */
const unknownTypes = ['', 'application/octet-stream'];

/**
 * The type under which a file is stored: the declared one where the first bytes agree with it; else what they say it is, if
 * that is of the same kind. Phones and chat programs give pictures and films wrong endings, and types by the ending.
 */
export function acceptedMediaType(declared: string, start: Uint8Array): string | undefined {
  const plain = declared.split(';')[0]!.trim().toLowerCase();
  const mediaType = otherNames[plain] ?? plain;
  const found = filetypename(start);
  const candidates = Object.keys(acceptedTypes).filter((each) =>
    found.some((name) => acceptedTypes[each]!.includes(name)),
  );
  if (candidates.includes(mediaType)) return mediaType;
  // Of a container that holds sound or films the latter: what is in it is looked at later.
  if (unknownTypes.includes(mediaType)) return candidates.at(-1);
  return candidates.find((each) => groupOf(each) !== 'application' && groupOf(each) === groupOf(mediaType));
}

const groupOf = (mediaType: string): string => mediaType.split('/')[0]!;

/** Pictures, sound, films and PDF: no document that an office program would open. */
export function isMedia(mediaType: string): boolean {
  return /^(image|audio|video)\//.test(mediaType) || mediaType === 'application/pdf';
}

/** Only what browsers show without running anything in it; the rest is downloaded. */
export const isShownInline = isMedia;
