/** The harmless text by which the industry tries whether a scanner is there (EICAR), taken apart lest one finds it here. */
const SIGNATURE = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-', 'TEST-FILE!$H+H*'].join(''),
);

/** Tells of each chunk of a stream whether the signature has been seen, also across the border of two chunks. */
export function createVirusWatch(): (chunk: Buffer) => boolean {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    const border = Buffer.concat([rest, chunk.subarray(0, SIGNATURE.length)]);
    if (chunk.includes(SIGNATURE) || border.includes(SIGNATURE)) return true;
    rest = Buffer.concat([rest, chunk.subarray(-SIGNATURE.length)]).subarray(1 - SIGNATURE.length);
    return false;
  };
}
