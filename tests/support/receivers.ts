import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}
export interface Receiver {
  url: string;
  received: Received[];
  close(): Promise<void>;
}

/** A receiver on loopback; `answer` may be late, or never come. */
export async function httpReceiver(answer: (request: Received, reply: http.ServerResponse) => void): Promise<Receiver> {
  const received: Received[] = [];
  const server = http.createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const it = { url: request.url ?? '', headers: request.headers, body };
      received.push(it);
      answer(it, reply);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}/`, received },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface MailSink {
  url: string;
  mails: { to: string[]; text: string }[];
  close(): Promise<void>;
}

/** A real SMTP server on loopback. Of a refused address it says the code that the address begins with; `hang@` it never answers. */
export async function mailSink(): Promise<MailSink> {
  const mails: MailSink['mails'] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true, logger: false },
    onRcptTo({ address }, _session, done) {
      const code = Number(/^\d{3}/.exec(address)?.[0]);
      done(code ? Object.assign(new Error(`no mailbox for ${address}`), { responseCode: code }) : undefined);
    },
    onData(stream, { envelope }, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text });
        if (!to.some((address) => address.startsWith('hang@'))) done();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    ...{ url: `smtp://127.0.0.1:${port}`, mails },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
