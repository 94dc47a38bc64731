import pino, { type Logger } from 'pino';

/** Structured logs on stdout. Bodies are never logged; what could carry a secret all the same is blanked. */
export function createLog(level: string, name: string): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: [
        'req.headers',
        'headers',
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.token',
        '*.phone',
        'password',
        'token',
        'phone',
      ],
      censor: '[redacted]',
    },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
