const LONGEST = 1600;
const QUALITY = 0.85;

/**
 * A picture as it is sent: at most 1600 pixels on its longer side, drawn anew as JPEG. What the camera wrote into the file (place,
 * time, device) stays on the phone. Throws when the browser cannot show the picture.
 */
export async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d')!;
    // JPEG knows no transparency: without ground it would turn black.
    pen.fillStyle = 'white';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', QUALITY),
    );
  } finally {
    picture.close();
  }
}

/** «工地.png» → «工地.jpg»: what is inside is JPEG now. */
export const asJpeg = (name: string): string => `${name.replace(/\.[^.]*$/, '') || '图片'}.jpg`;
