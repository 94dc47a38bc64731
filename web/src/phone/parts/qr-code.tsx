import { useEffect, useState } from 'react';

/** Modules of blank around the code, which scanners need. */
const QUIET = 4;

/** A link as a QR code, dark on white whatever the theme, because not every scanner reads it inverted. */
export function QrCode({ text, label, size = 200 }: { text: string; label: string; size?: number }) {
  const [drawn, setDrawn] = useState<{ path: string; width: number } | null>(null);
  useEffect(() => {
    let isWanted = true;
    draw(text).then(
      (code) => isWanted && setDrawn(code),
      // Without it the link is still there to be copied.
      () => isWanted && setDrawn(null),
    );
    return () => {
      isWanted = false;
    };
  }, [text]);
  return (
    <svg
      className="m-qr"
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={drawn ? `0 0 ${drawn.width} ${drawn.width}` : undefined}
      shapeRendering="crispEdges"
    >
      {drawn ? <path d={drawn.path} fill="black" /> : null}
    </svg>
  );
}

async function draw(text: string): Promise<{ path: string; width: number }> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
  return { path, width: modules.size + 2 * QUIET };
}
