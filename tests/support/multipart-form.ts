export type FilePart = { name?: string; type?: string; content: Buffer; field?: string };

/** A form as a browser sends it. */
export async function multipartForm(
  parts: FilePart[],
  fields: Record<string, string> = {},
): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const data = new FormData();
  for (const { name = '现场照片.png', type = 'image/png', content, field = 'file' } of parts) {
    data.append(field, new Blob([new Uint8Array(content)], { type }), name);
  }
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  const response = new Response(data);
  const headers = { 'content-type': response.headers.get('content-type')! };
  return { payload: Buffer.from(await response.arrayBuffer()), headers };
}
