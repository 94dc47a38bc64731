import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, QRCode } from 'antd';
import { useState } from 'react';
import type { Poll } from '../../../../src/api/contract';
import { palettes } from '../../design/tokens';
import { copyText } from '../parts/copy-text';
import { ErrorState, LoadingRows } from '../parts/states';
import { ballotsQuery } from './poll-queries';

/** Whoever holds a link can vote with it, so it is asked for on purpose, and said that this is audited. */
export function VotingLinks({ poll }: { poll: Poll }) {
  return (
    <section className="section" aria-labelledby="poll-links">
      <h2 id="poll-links">投票链接</h2>
      <p className="muted">谁拿到链接谁就能投，请只发给该投票的人。每次取链接都记入审计；谁投了什么，没有任何记录。</p>
      {poll.electorate === 'open' ? <OneLink id={poll.id} /> : <ManyLinks poll={poll} />}
    </section>
  );
}

function ManyLinks({ poll }: { poll: Poll }) {
  const navigate = useNavigate();
  return (
    <div className="page-actions">
      <Button onClick={() => void navigate({ to: `/polls/${poll.id}/ballots` })}>
        打印投票单（{poll.ballots} 份）
      </Button>
      <Button href={`/api/v1/polls/${poll.id}/ballots.csv`} download>
        下载链接清单（CSV）
      </Button>
    </div>
  );
}

function OneLink({ id }: { id: string }) {
  const [isAsked, setAsked] = useState(false);
  const { message } = App.useApp();
  const links = useQuery({ ...ballotsQuery(id), enabled: isAsked });
  const url = links.data?.[0]?.url;
  const copy = async (text: string) =>
    (await copyText(text)) ? message.success('已复制') : message.warning('没有复制成功，请选中链接手动复制。');
  if (!isAsked) return <Button onClick={() => setAsked(true)}>显示二维码和链接</Button>;
  if (links.isError) return <ErrorState error={links.error} onRetry={() => void links.refetch()} />;
  if (!url) return <LoadingRows rows={1} height={160} />;
  return (
    <div className="poll-link">
      <VotingCode url={url} size={160} />
      <div>
        <p className="words">{url}</p>
        <Button onClick={() => void copy(url)}>复制链接</Button>
      </div>
    </div>
  );
}

/** A reader wants dark on light, whatever the theme. */
export const VotingCode = ({ url, size }: { url: string; size: number }) => (
  <QRCode
    type="svg"
    aria-label="投票链接的二维码"
    value={url}
    size={size}
    marginSize={2}
    errorLevel="M"
    bordered={false}
    color={palettes.light.text}
    bgColor={palettes.light.surface}
  />
);
