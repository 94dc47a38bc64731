import { z } from 'zod';
import type { Api, ApiDependencies } from '../app';

export const serviceSchema = z
  .object({
    name: z.string(),
    demo: z.boolean().meta({ description: '演示模式：登录页可直接选用演示账号' }),
    publicUrl: z.string().meta({ description: '对外的网址，二维码和链接以它开头' }),
  })
  .meta({ id: 'Service' });

/** What every page must know before anybody has signed in. */
export function serviceRoutes(app: Api, { config: { demo, publicUrl } }: ApiDependencies): void {
  app.get(
    '/public/service',
    {
      config: { access: 'public' },
      schema: { tags: ['公众'], summary: '本服务的名称、网址和是否演示', response: { 200: serviceSchema } },
    },
    async () => ({ name: '直通车', demo, publicUrl }),
  );
}
