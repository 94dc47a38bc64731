/** Where one stands among a few screens. */
export function Steps({ names, at }: { names: readonly string[]; at: number }) {
  return (
    <ol className="m-steps" aria-label={`共 ${names.length} 步，现在是第 ${at} 步`}>
      {names.map((name, i) => (
        <li key={name} aria-current={i + 1 === at ? 'step' : undefined} data-done={i + 1 < at || undefined}>
          <span className="number">{i + 1}</span> {name}
          {i + 1 < at ? <span className="visually-hidden">（已填）</span> : null}
        </li>
      ))}
    </ol>
  );
}
