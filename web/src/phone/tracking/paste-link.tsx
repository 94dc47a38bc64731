import { useState } from 'react';
import { Button } from '../parts/button';
import { TextField } from '../parts/field';
import { Form } from '../parts/form';
import { go } from '../route';
import { isNumber, placeOfLink, type Asked } from './pasted';

const WORDS: Record<Asked, { link: string; open: string }> = {
  track: { link: '查询链接', open: '查进度' },
  rate: { link: '评价链接', open: '去评价' },
  poll: { link: '投票链接', open: '去投票' },
};

/** Opens what a link leads to that came by message or on paper. */
export function PasteLink({ asked = 'track' }: { asked?: Asked }) {
  const { link, open } = WORDS[asked];
  const [text, setText] = useState('');
  const [tried, setTried] = useState(0);
  const place = placeOfLink(text, asked);
  const fault = isNumber(text)
    ? '为了不让旁人看到，编号不能用来查询。请用提交后给您的查询链接；找不到就联系为您登记的单位。'
    : `这不是完整的${link}。请把收到的链接整条复制过来。`;
  return (
    <Form
      onSubmit={() => (place ? go(place) : setTried(tried + 1))}
      failures={tried}
      aria-label={open}
      className="m-paste"
    >
      <TextField
        label={`粘贴${link}`}
        inputMode="url"
        spellCheck={false}
        autoCapitalize="off"
        value={text}
        onChange={setText}
        error={tried > 0 && !place ? fault : undefined}
      />
      <Button type="submit">{open}</Button>
    </Form>
  );
}
