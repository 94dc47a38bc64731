/** Keeps the place of what is coming. */
export function Loading({ lines = 5 }: { lines?: number }) {
  return (
    <div className="m-loading" role="status" aria-label="正在载入">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} aria-hidden="true" />
      ))}
    </div>
  );
}
