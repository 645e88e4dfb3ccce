import { gzipSync } from 'node:zlib';
import type { Handler } from './api.ts';
import { base64FormsOf, formsOf } from './secret-forms.ts';

/** Everything a request said, in every form: one text. */
function everything(headers: Readonly<Record<string, unknown>>): string[] {
  const said = Object.values(headers).map(String);
  return said.flatMap((value) => [...Object.values(formsOf(value)), ...base64FormsOf(value)]);
}

/** A server that shows whatever it is told, by every way there is. The path says which. */
export const echo: Handler = (request, response, url) => {
  const { authorization = 'none', ...headers } = request.headers;
  const all = everything({ authorization, key: headers['x-api-key'] ?? 'none' });
  const html = `<html><body><main><h1>Echo</h1>${all.map((form) => `<p>${form}</p>`).join('')}</main></body></html>`;
  const send = (type: string, body: string | Buffer, status = 200): void => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  switch (url.pathname) {
    case '/json':
      return send('application/json', JSON.stringify({ headers: request.headers, all, [authorization]: 1 }));
    case '/text':
      return send('text/plain', all.join('\n'));
    case '/html':
      return send('text/html', html);
    case '/xml':
      return send('application/xml', `<r><a>${Buffer.from(authorization).toString('hex').replaceAll(/../g, '&#x$&;')}</a></r>`);
    case '/disguised':
      return send(
        'text/plain',
        [
          authorization.toUpperCase(),
          Buffer.from(authorization).toString('hex'),
          authorization.split('').toReversed().join(''),
        ].join('\n'),
      );
    case '/csv':
      return send('text/csv', `name,value\nauthorization,"${authorization.replaceAll('"', '""')}"\n`);
    case '/utf16':
      return send('text/plain; charset=utf-16le', Buffer.from(`\ufeff${authorization}`, 'utf16le'));
    case '/binary':
      return send('application/octet-stream', Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(all.join('\0\0'))]));
    case '/gzip':
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' });
      return void response.end(gzipSync(all.join('\n')));
    case '/error':
      return send('application/json', JSON.stringify({ message: `bad token ${authorization}` }), 401);
    case '/status':
      return void response.writeHead(403, `No ${authorization} here`, { 'content-type': 'text/plain' }).end(authorization);
    case '/headers':
      response.writeHead(200, {
        'x-echo': authorization,
        'x-list': all.slice(0, 8),
        link: `</?t=${encodeURIComponent(authorization)}>; rel=next`,
        'set-cookie': `t=${encodeURIComponent(authorization)}`,
        authorization: authorization,
        'www-authenticate': 'Basic realm="x"',
      });
      return void response.end('{}');
    case '/redirect':
      return void response.writeHead(302, { location: `/json?token=${encodeURIComponent(authorization)}` }).end();
    case '/loop':
      return void response
        .writeHead(302, { location: `/loop/../loop?${url.searchParams.size}&t=${encodeURIComponent(authorization)}` })
        .end();
    case '/loop-path':
    case `/${encodeURIComponent(authorization)}`:
      return void response.writeHead(302, { location: `/${encodeURIComponent(authorization)}` }).end();
    case '/to':
      return void response.writeHead(302, { location: url.searchParams.get('url') ?? '/' }).end();
    case '/hang':
      return void response.writeHead(200, { 'content-type': 'text/plain' }).write(authorization);
    case '/scheme':
      return void response.writeHead(302, { location: `ftp://x/${encodeURIComponent(authorization)}` }).end();
    case '/later':
      return void response.writeHead(503, authorization.slice(7), { 'retry-after': '1' }).end(authorization);
    case '/letters':
      return send('application/json', JSON.stringify(authorization.split('')));
    case '/large':
      return send(
        'application/json',
        JSON.stringify(Array.from({ length: 400 }, (_, nth) => ({ nth, form: all[nth % all.length] }))),
      );
    case '/large-text':
      return send('text/plain', Array.from({ length: 2_000 }, (_, nth) => `line ${nth} ${all[nth % all.length]}`).join('\n'));
    default:
      return send('application/json', JSON.stringify({ path: url.pathname + url.search, headers: request.headers }));
  }
};
