import { Button } from 'antd';
import { useId, useState } from 'react';
import './long-words.css';

/** Characters and lines that are read at a glance; what is longer would push everything below it out of sight. */
const AT_A_GLANCE = { characters: 600, lines: 12 };

const isLong = (text: string): boolean =>
  text.length > AT_A_GLANCE.characters || text.split('\n').length > AT_A_GLANCE.lines;

/** What somebody wrote: the first lines of a long text, and all of it when asked for. On paper it is always whole. */
export function LongWords({ text, name, className = '' }: { text: string; name?: string; className?: string }) {
  const id = useId();
  const [isWhole, setWhole] = useState(false);
  const long = isLong(text);
  return (
    <>
      <p id={id} className={`words ${className}`} data-folded={long && !isWhole ? true : undefined}>
        {name ? <span className="muted">{name}：</span> : null}
        {text}
      </p>
      {long ? (
        <Button
          type="link"
          size="small"
          className="long-words-more"
          aria-expanded={isWhole}
          aria-controls={id}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? '收起' : `展开全文（${text.length} 字）`}
        </Button>
      ) : null}
    </>
  );
}
