import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { Import, ImportDetail } from '../../../../src/api/contract';
import { post, remove } from '../../api/request';
import { FormError } from '../parts/form-error';

/** What an import would do, and the button that does it. */
export function RunForm({ batch }: { batch: ImportDetail }) {
  const { id, total, wrong, repeated } = batch;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [skipWrong, setSkipWrong] = useState(false);
  const ready = total - wrong - repeated;
  const run = useMutation({
    mutationFn: () => post<Import>(`/imports/${id}/run`, { skipWrong: wrong > 0 && skipWrong }),
    onSettled: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
  const discard = useMutation({
    mutationFn: () => remove(`/imports/${id}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['imports', 'list'] });
      void navigate({ to: '/imports' });
    },
  });
  return (
    <section className="section" aria-labelledby="import-run">
      <h2 id="import-run">核对结果</h2>
      <p role="status" className="number">
        共 {total} 行：可以导入 {ready} 行，有误 {wrong} 行，重复 {repeated} 行（不再登记）。
      </p>
      {wrong > 0 ? (
        <Checkbox checked={skipWrong} onChange={({ target }) => setSkipWrong(target.checked)}>
          跳过有误的 {wrong} 行，只导入其余的行
        </Checkbox>
      ) : null}
      <FormError error={run.error ?? discard.error} />
      <div className="import-actions">
        <Button
          type="primary"
          onClick={() => run.mutate()}
          loading={run.isPending}
          disabled={ready === 0 || (wrong > 0 && !skipWrong)}
        >
          导入 {ready} 行
        </Button>
        <Button onClick={() => discard.mutate()} loading={discard.isPending}>
          放弃这个文件
        </Button>
      </div>
    </section>
  );
}
