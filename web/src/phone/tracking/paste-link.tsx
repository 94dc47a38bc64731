import { useState } from 'react';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';
import { Form } from '../parts/form';
import { go } from '../route';
import { isNumber, placeOfLink } from './pasted';

/** Follows a demand by the link that came with its number. */
export function PasteLink() {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(0);
  const place = placeOfLink(text);
  const fault = isNumber(text)
    ? '为了不让旁人看到，编号不能用来查询。请用提交后给您的查询链接；找不到就联系为您登记的单位。'
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
