import { inflateRawSync } from 'node:zlib';
import sharp from 'sharp';

/** A bus at its stop, drawn: a photograph would be somebody's. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
  <rect width="1200" height="800" fill="#eef1f4"/><rect y="560" width="1200" height="240" fill="#5f6770"/>
  <path d="M0 680h1200" stroke="#f4f4f4" stroke-width="10" stroke-dasharray="70 50"/>
  <path d="M60 560V210m-50 0h100v110H10z" fill="#2f6f4f" stroke="#2f6f4f" stroke-width="14"/>
  <rect x="240" y="250" width="800" height="350" rx="44" fill="#c8161d"/>
  <g fill="#dfe9f2"><rect x="285" y="300" width="150" height="125" rx="12"/><rect x="460" y="300" width="150" height="125" rx="12"/>
  <rect x="635" y="300" width="150" height="250" rx="12"/><rect x="810" y="300" width="190" height="125" rx="12"/></g>
  <g fill="#22272d"><circle cx="390" cy="600" r="68"/><circle cx="900" cy="600" r="68"/></g>
  <g fill="#aab2ba"><circle cx="390" cy="600" r="28"/><circle cx="900" cy="600" r="28"/></g></svg>`;

/** Three seconds of 64 × 48 pixels. */
const film =
  'fVC7TsNAEByfGxRRoRQRMpILWiJHQiA6JJo0lFAgGidnK1bubMu7sRQKCj4AxDfwBZQpkfgRKj4j6M6WfAmQ0c09vLszuwYwSHlZZlRoQMCcujwdAeJVF0UNQOl6JgHg+6T3Ygh8AeIN8OzqsPH4/b7ETghAHHEVzwHc89x6+p1nq2Z8sdvnT1+zRTa40jKLAYRabs9lK/2bT1t2PpOqMhc9U1WdycTVvE5kFk8Web68zWRSjONcqsRke3c6y1MA/VpbebeZY9nEAlklqdPs/qJSYXP3DoknCsAzMUkn57Euo4t/BjbjRRgDljbjoOswrEfDs9Ew2qwYrNe2y3J6ZeV6T57X6PYnXLHz7wwHxEyOu9+eATFNne8uQ2J6cBxNzZ7DgHhadDHxDogVID5MD8REW7qhljF7LUQLv8UP';

export interface MediaFile {
  name: string;
  type: string;
  content: Buffer;
}

/** What the reply of the bus line shows (case 5). */
export const busLineMedia = async (): Promise<MediaFile[]> => [
  { name: '红芯巴士停靠园区北门.png', type: 'image/png', content: await sharp(Buffer.from(drawing)).png().toBuffer() },
  { name: '首班车发车.mp4', type: 'video/mp4', content: inflateRawSync(Buffer.from(film, 'base64')) },
];
