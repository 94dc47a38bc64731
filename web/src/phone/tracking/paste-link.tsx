import { useState } from 'react';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';
import { Form } from '../parts/form';
import { go, ratePath, trackPath } from '../route';

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;

/** Where a pasted link or its token leads; null when it is neither. */
export function placeOfLink(pasted: string): string | null {
  const text = pasted.trim();
  const [, page, token = ''] = /\/m\/(track|rate)#([\w-]+)/.exec(text) ?? [];
  if (TOKEN.test(token)) return page === 'rate' ? ratePath(token) : trackPath(token);
  return TOKEN.test(text) ? trackPath(text) : null;
}

const isNumber = (text: string): boolean => /^SQ\d{8,}/i.test(text.trim());

/** Follows a demand by the link that came with its number. */
export function PasteLink() {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(0);
  const place = placeOfLink(text);
  const fault = isNumber(text)
    ? '为了不让旁人看到,编号不能用来查询。请用提交后给您的查询链接;找不到就联系为您登记的单位。'
    : '这不是完整的查询链接。请把收到的链接整条复制过来。';
  return (
    <Form
      onSubmit={() => (place ? go(place) : setTried(tried + 1))}
      failures={tried}
      aria-label="查进度"
      className="m-paste"
    >
      <TextField
        label="粘贴查询链接或口令"
        inputMode="url"
        spellCheck={false}
        autoCapitalize="off"
        value={text}
        onChange={setText}
        error={tried > 0 && !place ? fault : undefined}
      />
      <Button type="submit">查进度</Button>
    </Form>
  );
}
