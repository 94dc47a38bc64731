import { z } from 'zod';
import { composeCertificate } from '../../certificate/compose';
import type { UnitDirectory } from '../../database/unit-directory';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { invalidInput } from '../errors';
import { pdfSchema, sendPdf } from '../send-pdf';
import { certificatePdf } from './certificate-pdf';
import { certificateSchema, certificateView, type CertificateView } from './certificate-view';
import { seenDemand } from './eyes';
import { timeSchema } from './view';

const schema = {
  tags: ['诉求'],
  params: z.object({ number: z.string().max(40) }),
  querystring: z.object({
    madeAt: timeSchema.optional().meta({ description: '截至何时，不给为现在；用来把看到的那一份原样印成 PDF' }),
  }),
};
type Query = z.output<typeof schema.querystring>;

/** 时限证明, for whoever may see the demand. */
export function certificateRoutes(app: Api, { database, config }: ApiDependencies, directory: UnitDirectory): void {
  const certificate = async (actor: SignedIn, number: string, { madeAt }: Query): Promise<CertificateView> => {
    const { demand } = await seenDemand(database, directory, actor, number);
    const { updatedAt } = demand.state;
    // The life of a demand of the demo may be ahead of the clock on the wall.
    const now = Math.max(Date.now(), updatedAt);
    const at = madeAt === undefined ? now : Date.parse(madeAt);
    if (at > now) throw invalidInput('/madeAt', '不能证明将来，请选择现在以前的时刻。');
    if (at < updatedAt) throw invalidInput('/madeAt', '这件诉求在那以后又有变动，请重新打开时限证明。');
    return certificateView(await composeCertificate(database, demand.state, at), await directory.units());
  };

  app.get(
    '/demands/:number/certificate',
    {
      config: { access: 'signed-in' },
      schema: { ...schema, summary: '时限证明：每个时限为什么那时到期', response: { 200: certificateSchema } },
    },
    async ({ actor, params, query }) => certificate(actor, params.number, query),
  );

  app.get(
    '/demands/:number/certificate.pdf',
    {
      config: { access: 'signed-in' },
      schema: { ...schema, summary: '时限证明（PDF）', response: { 200: pdfSchema } },
    },
    async ({ actor, params, query }, reply) => {
      const view = await certificate(actor, params.number, query);
      const pdf = await certificatePdf(view, config.pdfFontPath);
      return sendPdf(reply, `时限证明${view.number}.pdf`, pdf, `certificate-${view.number}.pdf`);
    },
  );
}
