import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import type net from 'node:net';
import { after, afterEach, before, describe, it } from 'mocha';
import { type BareServer, startBareServer } from '../support/bare-server.ts';
import { issue, issueLabChain, presented } from '../support/certificates.ts';
import { closeWires, get, mail, wire } from './builders.ts';

const HOST = 'api.lab.test';

describe('wire: looking without sending', () => {
  let lab: Awaited<ReturnType<typeof issueLabChain>>;
  let server: BareServer;
  before(async () => {
    lab = await issueLabChain([HOST]);
    server = await startBareServer({
      tls: presented(lab.leafOfG3, lab.g3),
      answer: (_, socket) => void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
    });
  });
  afterEach(closeWires);
  after(() => server.close());
  const looking = (...trusted: string[]) =>
    wire({ connectTo: { ':443': `127.0.0.1:${server.port}` }, trustedCertificates: trusted });
  const subjects = (list: { facts: { subject: string; inStore: boolean } }[]) =>
    list.map(({ facts }) => `${facts.subject.split(',')[0]}${facts.inStore ? ' (in store)' : ''}`);

  it('served chain: when nothing is trusted, it is shown all the same, and what it lacks', async () => {
    const chain = await looking().servedChain(`https://${HOST}/path?secret=1`);
    assert.equal(chain.failure, null);
    assert.deepEqual(subjects(chain.served), [`CN=${HOST}`, 'CN=Lab CA - G3']);
    assert.deepEqual(subjects(chain.path), ['CN=Lab CA - G3']);
    assert.equal(chain.missingIssuer, 'CN=Lab Root, O=Lab');
    assert.equal(chain.tls?.trusted, false);
    assert.equal(new X509Certificate(chain.path[0]?.pem ?? '').serialNumber, lab.g3.serialNumber);
    assert.deepEqual(chain.redirectedTo, { host: '127.0.0.1', port: server.port });
  });

  it('served chain: when the store has the root, the path is whole and names what is missing', async () => {
    const chain = await looking(lab.root.cert, lab.g2.cert).servedChain(`${HOST}:443`);
    assert.deepEqual(subjects(chain.path), ['CN=Lab CA - G3', 'CN=Lab Root (in store)']);
    assert.deepEqual(
      chain.path.map(({ from }) => from),
      ['served', 'store'],
    );
    assert.equal(chain.missingIssuer, null);
    assert.equal(chain.tls?.code, 'INTERMEDIATE_NOT_IMPORTED');
    const trusted = await looking(lab.root.cert, lab.g3.cert).servedChain(`https://${HOST}`);
    assert.equal(trusted.tls?.trusted, true);
  });

  it('served chain: a certificate that signed itself has itself to be imported', async () => {
    const self = await issue({ name: `CN=${HOST}`, hosts: [HOST] });
    const lonely = await startBareServer({ tls: presented(self) });
    const looker = wire({ connectTo: { ':443': `127.0.0.1:${lonely.port}` } });
    const chain = await looker.servedChain(`https://${HOST}`);
    assert.deepEqual([subjects(chain.path), chain.missingIssuer], [[`CN=${HOST}`], null]);
    await lonely.close();
  });

  it('served chain: nobody there, no TLS there, or no such URL: the failure says it', async () => {
    const plain = await startBareServer({ connected: (socket) => void socket.end('220 hello\r\n') });
    const looker = wire({ connectTo: { ':443': `127.0.0.1:${plain.port}`, ':444': '127.0.0.1:1' } });
    const failures = await Promise.all(
      [`https://${HOST}`, `https://${HOST}:444`, 'ftp://a', `smtps://${HOST}:443`].map(
        async (url) => (await looker.servedChain(url, 2000)).failure,
      ),
    );
    assert.deepEqual(
      failures.map((failure) => failure?.phase),
      ['tls', 'connect', 'request', 'tls'],
    );
    assert.match(failures[2]?.message ?? '', /"ftp:\/\/a" shows no certificates; it must be https:\/\/host/);
    await plain.close();
  });

  it('probe: over HTTP the server gets a GET of / without credentials, parameters or message', async () => {
    const plain = await startBareServer({
      answer: (_, socket) => void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
    });
    const url = `http://127.0.0.1:${plain.port}/send?password=secret-secret&text=Hi`;
    const basicAuth = { username: 'lab', password: 'lab-password', preemptive: true };
    const { reply, failure } = await wire().probe(get(url, { basicAuth, body: Buffer.from('Hi') }));
    assert.deepEqual([reply?.protocol === 'http' && reply.status, failure], [404, null]);
    assert.match(plain.texts()[0] ?? '', /^GET \/ HTTP\/1\.1\r\n/);
    assert.doesNotMatch(plain.texts()[0] ?? '', /secret|Authorization|Hi/);
    await plain.close();
  });

  it('probe: over HTTPS a refused chain ends it with the same failure as a message', async () => {
    const { failure, transcript } = await looking(lab.root.cert, lab.g2.cert).probe(
      get(`https://${HOST}/send`),
    );
    assert.equal(failure?.code, 'INTERMEDIATE_NOT_IMPORTED');
    assert.equal(transcript.exchanges[0]?.tls?.chain.length, 2);
  });

  it('probe: a mail server hears who comes, and nothing of a mail', async () => {
    const answer = (socket: net.Socket) => {
      socket.write('220 mail.test\r\n');
      socket.on('data', () => void socket.write('250 mail.test\r\n'));
    };
    const smtp = await startBareServer({ connected: answer });
    const { failure, transcript } = await wire().probe(mail({ host: '127.0.0.1', port: smtp.port }));
    assert.equal(failure, null);
    assert.deepEqual(
      transcript.exchanges[0]?.lines.filter(({ from }) => from === 'client').map(({ text }) => text),
      ['EHLO localhost'],
    );
    assert.doesNotMatch(smtp.texts()[0] ?? '', /MAIL|RCPT|DATA/);
    await smtp.close();
  });
});
