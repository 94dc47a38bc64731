import { inflateRawSync } from 'node:zlib';

// Written out where others would take files: pictures of 16 × 12 pixels, recordings of a few frames.
const written = (base64: string): Buffer => Buffer.from(base64, 'base64');
const packed = (base64: string): Buffer => inflateRawSync(written(base64));

export const png = written(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAIAAADkharWAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAGElEQVQokWM4ISdHEmIY1SA3GkonsIUBAIDswwFV26P9AAAAAElFTkSuQmCC',
);
export const jpeg = written(
  '/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAMABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABgf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCAAHlhf//Z',
);
export const webp = written('UklGRjoAAABXRUJQVlA4IC4AAACwAQCdASoQAAwAAUAmJaACdLoABDAAAP7x3I/4DdfFtMv/vYL/3YL/3YL/WwAA');
export const gif = written('R0lGODlhEAAMAIAAAExpccgeHiH5BAUAAAAALAAAAAAQAAwAAAIMjI+py+0Po5y02msKADs=');
export const pdf = Buffer.from('%PDF-1.7\n%%EOF');
/** A film of three seconds, 64 × 48 pixels. */
export const webm = packed(
  'k3K9v1iAgUHeqa2R0el7I6PTp0YWp8+NHE5NLeWpSblO7Y0sTq2NTBLBDeksDAwMjAqCvrNLBBgY7H13CzAw8AevbhH1XJkWvKaVgYGBwR0uKBayLhsq2A0XlAneDRVkZAXpEmBgsNG6vrGZ38nBt2GSb2pKZmJSaV5epUKZoZ6ZoZ5BuCMWQZfODoflBSCDGUCWCDAwGK8TYGDQu97IWHy0kbG5kXFOI4PS1jnNpXkpba1h8WEBFsqPm1usZ51ieCDAwMC2odFhV6OBvPO2Ug4GBgaz540MIP/zNDIwNDBCAUSA+QUDExRABNgvMDBDAcgnAgwMwiCf8W1uZNgOMvl7I+PHxmMA',
);
const recorded = packed(
  'fVC7TsNAEByfGxRRoRQRMpILWiJHQiA6JJo0lFAgGidnK1bubMu7sRQKCj4AxDfwBZQpkfgRKj4j6M6WfAmQ0c09vLszuwYwSHlZZlRoQMCcujwdAeJVF0UNQOl6JgHg+6T3Ygh8AeIN8OzqsPH4/b7ETghAHHEVzwHc89x6+p1nq2Z8sdvnT1+zRTa40jKLAYRabs9lK/2bT1t2PpOqMhc9U1WdycTVvE5kFk8Web68zWRSjONcqsRke3c6y1MA/VpbebeZY9nEAlklqdPs/qJSYXP3DoknCsAzMUkn57Euo4t/BjbjRRgDljbjoOswrEfDs9Ew2qwYrNe2y3J6ZeV6T57X6PYnXLHz7wwHxEyOu9+eATFNne8uQ2J6cBxNzZ7DgHhadDHxDogVID5MD8REW7qhljF7LUQLv8UP',
);
export const mp4 = withoutTimes(recorded);
/** The same film as a phone keeps it: it says when it was recorded, and the place stands within the tables of the film. */
export const filmWithPlace = withPlace(recorded);

/** The same without the times at which it was recorded. */
export function withoutTimes(film: Buffer): Buffer {
  const copy = Buffer.from(film);
  for (const box of ['mvhd', 'tkhd', 'mdhd']) copy.fill(0, copy.indexOf(box) + 8, copy.indexOf(box) + 16);
  return copy;
}

function withPlace(film: Buffer): Buffer {
  const said = Buffer.from('\u00a9xyz\0\x12\x15\xc7+22.5560+113.8830/', 'latin1');
  const place = Buffer.alloc(12 + said.length);
  place.writeUInt32BE(place.length, 0);
  place.write('udta', 4, 'latin1');
  place.writeUInt32BE(place.length - 8, 8);
  said.copy(place, 12);
  const tables = film.indexOf('moov') - 4;
  const end = tables + film.readUInt32BE(tables);
  const copy = Buffer.concat([film.subarray(0, end), place, film.subarray(end)]);
  copy.writeUInt32BE(end - tables + place.length, tables);
  // Where the pictures begin has moved.
  const chunk = film.indexOf('stco') + 12;
  copy.writeUInt32BE(film.readUInt32BE(chunk) + place.length, chunk);
  return copy;
}

export const webmSound = packed(
  'k3K9v1iAgUHeqa2R0el7I6PTp0YWp8+NHE5NLeWpSblO7Y0sTq2NTBLBDeksDAwMjBaCvrNLBBgY7H13CzAw8AevbhH1XJkWvKaVgYGBwR0uKBayLhsq2A0XlAneDRVklAXpEmBgsNG6vrGZ38nBt2GSb2pKZmJSaV5epUKZoZ6ZoZ5BuCMWQZfODgc/BjAAWSLAwOC9ToCBwe16I2Px0UbG5kamOY0MSlvnNJfmpbS1Ocb7B4QGJy+a7F9QWuyRmpjCyGjB2LAbrD1sd3Oy3oKHAgwMnFtb3K0bGOY3Mso7byvlYGBgMHveyAAKF55GBoaGP1AAFRBBF9CAC4B8KMDAIAzyMd/mRobtAgwMbN8bGT823gMA',
);
export const m4a = withoutTimes(
  packed(
    'lZDPSkJBFMZ/c7UQEbQwMHLhImjVIhDaumjRpk3RLoirc8WLd+6Ve0ZBX6IX8SFa+BxFq16iRYzXcEoK+pjhfOfPnO+cAVpDO5/EkhkIcNZMuhcQ3JosmwGJmY00wPt59cldeAPqSxTubPHN2fV7/IkA1IvNwzHwYMdrzdJW86tbfekrqH/rqoXRcQh0jP651/IKatyv1oWXI53kjphRkks2Tf0uN5GOw/40Ted32TTV12Gqk8hVqxMTp0OgIaZov8GpLuJtnUdDb9DaNE86G/4qtp8AmVjRXs2jmXTDneUUDWfc0MBZJFocKR2jKB/0joqqZ6iu9oLDyr4KgGbf5hYvBbTEWvHal6DseFusDLz4Jre2HbGy8NZz8Yp3m2IH2fZtkBc/HtqPX/AJ',
  ),
);
export const ogg = packed(
  '809PD2ZgYoCC0qo9hiD6Bt8sXUZh/4LSYo/UxBRGRgvGht1gBf4g5QzIyhkZGBgMvn/kZFQCKQ9JTC8WYmBg8E1NyUxMKs3Lq1QoM9QzM9QzgOtmceBG6AbZvPP6eyZmDg6OPzgAAA==',
);
export const mp3 = packed('83QxZmEAAS4GOPj/W+AIAx3AqD2j9oAAAA==');
export const wav = packed('C/J0c0thZGAIdwxzTcstURBgYGBgZGBkcJBnYGiwY2BgYhBgSEksSXRgZBgFFAIA');

/** A film and a recording, damaged so that a reader of recordings never comes to an end with them. */
export const endlessFilm = packed(
  'lVGxSsRAEJ1NGjms5IogJ6Sw9UhAFDvB5hpLLcQmySYkXDaJu3sLZ6HgByh+g19geaVwP2LlZ8TZTSR7ioLDTuZtZua9mQQAvEwum0LUDMABHVlzGCJ+ZnWtAKBkKqcY4eNg9KQd4B3TLwDEnME2Lj/vp/CnOXj2JI/miK/l3Gi6g2bPpnUBbgzO/6GrH4FJrhgtIgQ+o9/3Mp3uxdq0Hee05BqwvOSqoKnNeZ4iSbyoquUlZupZVNEy1dXkihVVhmCsmKG3h9mnXW5CeZpZw24veOl3mOwKGZeIH4UU1Kq5U01w8svCer0AZhhnXxU7w4S+CqdH4TTY7PDa1kzZJGeGbvRASMc7jiWX1rfT7gkphaXu9nGCUybWe3LfGl6NfczdWoq6Z8ty7E3qIee8ArQrjG96Buy19Uj3wyJJenN6c3v7BA==',
);
export const endlessSound = packed(
  'k3K9v1iAgUHeqa2R0ek7EH9qZHH63Mjh1NRSnpqU69QO5LY2MkkEN6SzMDAwMFoI+s4uAWqw990NJPmDV7eIeq5MC17TCpRkcIcLioWsy4YKdsMFZYJ3QwUZZUG6gMI2Wtc3NvM7Ofg2TPJNTclMTCrNy6tUKDPUMzPUMwh3xCLo0tnh4McABiBLgGZ4rwMSbtcbGYuPNjI2NzLNaWRQ2jqnuTQvpa3NMd4/IDQ4edFk/4LSYo/UxBRGRgvGht1g7WG7m5P1FjwEaubc2uJu3cAwv5FR3nlbKQdQzux5IwMoXHgaGRga/kABVEAEXUADLgD0Yf3///+FQT7m29zIsB1IswFD9WPjPQA=',
);

type Entry = { name: string; content?: string; isEncrypted?: boolean; unpackedBytes?: number };

/** A ZIP archive of stored entries; the directory says of them what a test wants it to say. */
export function zip(entries: Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content = '', isEncrypted = false, unpackedBytes = content.length } of entries) {
    const flags = isEncrypted ? 1 : 0;
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(flags, 6);
    local.writeUInt32LE(content.length, 18);
    local.writeUInt32LE(unpackedBytes, 22);
    local.writeUInt16LE(name.length, 26);
    const record = Buffer.alloc(46);
    record.write('PK\x01\x02', 'latin1');
    record.writeUInt16LE(flags, 8);
    record.writeUInt32LE(content.length, 20);
    record.writeUInt32LE(unpackedBytes, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), Buffer.from(content));
    directory.push(record, Buffer.from(name));
    offset += local.length + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const contentTypes = { name: '[Content_Types].xml', content: '<Types/>' };
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const docx = (...more: Entry[]): Buffer =>
  zip([contentTypes, { name: 'word/document.xml', content: '<w/>' }, ...more]);
export const xlsx = (...more: Entry[]): Buffer =>
  zip([contentTypes, { name: 'xl/workbook.xml', content: '<x/>' }, ...more]);
