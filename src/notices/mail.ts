import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { DeliveryError, type Fault, withoutAddresses } from './fault';
import type { PersonSender } from './port';

/** Milliseconds. */
const TIMEOUTS = { connect: 5_000, answer: 15_000 };

/** By SMTP. The server may drop a repetition: the message's own number is the same for every try. */
export function createMail({ url, from }: { url: string; from: string }, timeouts = TIMEOUTS): PersonSender {
  const server = new URL(url);
  const secure = server.protocol === 'smtps:';
  const user = decodeURIComponent(server.username);
  const transport = createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: Number(server.port) || (secure ? 465 : 587),
    secure,
    ...(user ? { auth: { user, pass: decodeURIComponent(server.password) } } : {}),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: timeouts.answer,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    async send({ key, to, title, what, link }) {
      const messageId = `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
      try {
        const sent = await transport.sendMail({
          from,
          // An object, so that no sign in it is read as a second address.
          to: { name: '', address: to },
          subject: oneLine(`【直通车】${title}`),
          text: `${what}\n\n${link}\n\n这是系统自动发送的提醒，请勿回复。接收方式可在工作台“账号与口令”中修改。\n`,
          messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { receipt: withoutAddresses(String(sent.response ?? '')).slice(0, 200) };
      } catch (error) {
        throw faultOf(error as SmtpError);
      }
    },
  };
}

type SmtpError = Error & { code?: string; responseCode?: number };
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

function faultOf(error: SmtpError): DeliveryError {
  return new DeliveryError(kindOf(error), error.message.slice(0, 300));
}

/** What the server said is known. Of a line that broke or fell silent only the beginning is: before it, nothing was said. */
function kindOf({ code, responseCode, message }: SmtpError): Fault {
  if (responseCode !== undefined && responseCode >= 400)
    return responseCode >= 500 && code !== 'EAUTH' ? 'never' : 'again';
  if (code === 'EENVELOPE') return 'never';
  if (code === 'EAUTH' || code === 'EDNS' || code === 'ETLS') return 'again';
  const neverBegan = /connection timeout|greeting|ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH/i.test(message);
  return neverBegan ? 'again' : 'unsure';
}
