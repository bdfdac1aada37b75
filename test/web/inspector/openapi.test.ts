import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Router } from 'express';
import request from 'supertest';
import { api } from '../../../src/web/inspector/api.ts';
import { createModels } from '../../../src/web/inspector/models.ts';
import openapi from '../../../src/web/inspector/openapi.json' with { type: 'json' };
import { aNetworkSession, anAccount } from '../../storage/builders.ts';
import { portalWith } from '../../support/guest.ts';
import { anExchange, aRecording, type Lab, NOW, startLab } from './lab.ts';

type Operation = {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  parameters?: { $ref: string }[];
};

const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
    path,
    method,
    operation,
  })),
);

describe('inspector OpenAPI description', () => {
  let lab: Lab;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  // Closed, so that a member that nobody described is noticed too.
  const closed: object = JSON.parse(JSON.stringify(openapi), (_key, value) =>
    value?.type === 'object' && value.properties ? { ...value, additionalProperties: false } : value,
  );
  ajv.addSchema(closed, 'lab');

  before(async () => {
    lab = await startLab();
    await lab.deliver({}, {});
    const failure = {
      phase: 'dns',
      code: 'ENOTFOUND',
      message: 'No.',
      timedOut: false,
      mayHaveBeenSent: false,
    } as const;
    const bare = anExchange({
      request: '',
      response: '',
      tls: null,
      address: null,
      redirectedTo: null,
      failure,
    });
    const proxy = { host: 'p', port: 1, mode: 'tunnel', answer: null } as const;
    await lab.deliver(
      { accountId: null },
      {
        ...{ iseVerdict: 'failed', providerVerdict: null, receipt: null, status: 'failed', failure },
        transcripts: [
          {
            protocol: 'smtp',
            notes: [],
            exchanges: [{ ...bare, proxy, lines: [{ from: 'client', text: 'EHLO a' }] }],
          },
        ],
      },
    );
    await lab.deliver();
    await lab.stores.networkSessions.save(aNetworkSession({ accountId: 'a' }));
    await lab.stores.networkSessions.save(aNetworkSession({ sessionId: '0B', mac: null }));
    await lab.stores.accounts.create(anAccount(), []);
    await lab.stores.recordings.save(aRecording());
    await lab.receive();
    await lab.receive({ channel: 'email', to: 'a@b.c', subject: 's', html: '<p>', text: 'none' });
    await lab.stores.received.saveRequest({
      ...{ id: 'r-x', protocol: 'smtp', receivedAt: NOW, remoteAddress: '127.0.0.1', secure: false },
      ...{
        raw: Buffer.from('EHLO x\r\n'),
        simulator: null,
        status: null,
        response: Buffer.alloc(0),
        refusal: null,
        fault: null,
      },
    });
  });

  after(() => lab.close());

  function problems(path: string, method: string, status: number, body: unknown): string {
    const operation = operations.find((one) => one.path === path && one.method === method)?.operation;
    const described = operation?.responses[String(status)]?.content;
    if (!described) return `${method} ${path} does not describe ${status}`;
    // A file, not a document.
    if ('application/octet-stream' in described) return '';
    const pointer = `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${status}/content/application~1json/schema`;
    const validate = ajv.compile({ $ref: `lab#${encodeURI(pointer)}` });
    return validate(body) ? '' : `${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}`;
  }

  it('names every mounted route, and no other', () => {
    const parts = {
      ...lab,
      ...lab.stores,
      portal: portalWith(),
    };
    const never = () => assert.fail('not called');
    const whole = { ...parts, clock: { now: () => new Date() }, info: never, reset: never, sendAgain: never };
    const mounted = routesOf(api(whole, createModels(whole)));
    const described = operations.map(({ path, method }) => `${method} ${path}`);
    assert.deepEqual(mounted.toSorted(), described.toSorted());
  });

  it('names every parameter a route takes, and no other', async () => {
    for (const { path, operation } of operations.filter(
      ({ method, path }) => method === 'get' && !path.includes('{'),
    )) {
      const described = (operation.parameters ?? []).map(({ $ref }) => $ref.split('/').at(-1));
      const { body } = await request(lab.app).get(`/lab/api${path}?no-such=1`);
      const taken = /there are (.*)/.exec(body.error?.allowed ?? '')?.[1]?.split(', ') ?? [];
      assert.deepEqual(taken, described, path);
    }
  });

  it('real answers match its schemas', async () => {
    const { items } = (await request(lab.app).get('/lab/api/messages')).body;
    const calls: [string, string, string][] = [
      ['get', '/info', '/info'],
      ['get', '/openapi.json', '/openapi.json'],
      ['get', '/deliveries', '/deliveries?limit=2'],
      ['get', '/deliveries', '/deliveries?status=lost'],
      ...['delivery-1', 'delivery-2', 'delivery-3', 'nope'].map((id): [string, string, string] => [
        'get',
        '/deliveries/{id}',
        `/deliveries/${id}`,
      ]),
      ['get', '/messages', '/messages'],
      ['get', '/messages', '/messages?channel=fax'],
      ['get', '/messages/wait', '/messages/wait?channel=sms'],
      ['get', '/messages/wait', '/messages/wait?to=1&timeoutMs=1'],
      ['get', '/messages/wait', '/messages/wait?timeoutMs=never'],
      ['get', '/messages/none', '/messages/none?tag=nobody'],
      ['get', '/messages/none', '/messages/none?channel=sms&forMs=0'],
      ['get', '/messages/none', '/messages/none?forMs=x'],
      ['post', '/faults', '/faults'],
      ['post', '/faults', '/faults?good'],
      ['get', '/faults', '/faults'],
      ['post', '/faults/{id}/remove', '/faults/1/remove'],
      ['post', '/faults/{id}/remove', '/faults/1/remove'],
      ['get', '/faults/timeline', '/faults/timeline'],
      ...items.map(({ id }: { id: string }) => ['get', '/messages/{id}', `/messages/${id}`]),
      ['get', '/messages/{id}', '/messages/nope'],
      ['get', '/accounts', '/accounts'],
      ['get', '/accounts', '/accounts?q=jdoe'],
      ['get', '/accounts', '/accounts?state=lost'],
      ['get', '/search', '/search?q=jdoe'],
      ['get', '/search', '/search?limit=x'],
      ['get', '/deliveries', '/deliveries?q=Twilio'],
      ['get', '/messages', '/messages?q=Username'],
      ['get', '/phones', '/phones'],
      ['get', '/phones', '/phones?limit=x'],
      ['get', '/phones/{number}', '/phones/+1%20555%20666%201212'],
      ['get', '/phones/{number}', '/phones/1?limit=x'],
      ['get', '/phones/{number}', '/phones/nobody'],
      ['get', '/mailboxes', '/mailboxes'],
      ['get', '/mailboxes', '/mailboxes?limit=x'],
      ['get', '/mailboxes/{address}', '/mailboxes/a@b.c'],
      ['get', '/mailboxes/{address}', '/mailboxes/a@b.c?limit=x'],
      ['get', '/mailboxes/{address}', '/mailboxes/1'],
      ['get', '/mailboxes/{address}/{id}', `/mailboxes/a@b.c/${items[0].id}`],
      ['get', '/mailboxes/{address}/{id}', '/mailboxes/a@b.c/nope'],
      ['get', '/requests', '/requests'],
      ['get', '/requests', '/requests?limit=x'],
      ['get', '/requests/{id}', '/requests/r-x'],
      ['get', '/requests/{id}', `/requests/${items[0].requestId}`],
      ['get', '/requests/{id}', '/requests/nope'],
      ['get', '/requests/{id}/comparison', `/requests/${items[0].requestId}/comparison`],
      ['get', '/requests/{id}/comparison', `/requests/${items[1].requestId}/comparison?provider=Twilio`],
      ['get', '/requests/{id}/comparison', '/requests/nope/comparison'],
      ['get', '/deliveries/{id}/export.{format}', '/deliveries/delivery-1/export.har'],
      ['get', '/deliveries/{id}/export.{format}', '/deliveries/delivery-1/export.pdf'],
      ['get', '/messages/{id}/export.{format}', `/messages/${items[0].id}/export.raw`],
      ['get', '/messages/{id}/export.{format}', `/messages/${items[0].id}/export.pdf`],
      ['get', '/sessions', '/sessions'],
      ['get', '/sessions', '/sessions?limit=x'],
      ['post', '/deliveries/{id}/send-again', '/deliveries/delivery-1/send-again'],
      ['post', '/deliveries/{id}/send-again', '/deliveries/delivery-1/send-again'],
      ['post', '/deliveries/{id}/send-again', '/deliveries/nope/send-again'],
      ['get', '/recordings', '/recordings'],
      ['get', '/recordings', '/recordings?limit=x'],
      ['get', '/recordings/{id}', '/recordings/recording-1'],
      ['get', '/recordings/{id}', '/recordings/nope'],
      ['get', '/export', '/export'],
      ['get', '/export', '/export?texts=x'],
      ['get', '/import', '/import'],
      ['post', '/import', '/import?none'],
      ['post', '/import', '/import'],
      ['post', '/import', '/import?replace=1'],
      ['post', '/reset', '/reset'],
    ];
    const archive = await lab.archives.export({ keepTexts: true });
    const bodyOf = (address: string) => {
      if (address.endsWith('?good')) return { simulator: 'twilio', code: 21211 };
      return /^\/import(?!\?none)/.test(address) ? { ...archive } : {};
    };
    const answered = new Set<string>();
    for (const [method, path, address] of calls) {
      const answer = await (method === 'post'
        ? request(lab.app).post(`/lab/api${address}`).send(bodyOf(address))
        : request(lab.app).get(`/lab/api${address}`));
      assert.equal(problems(path, method, answer.status, answer.body), '');
      answered.add(`${method} ${path} ${answer.status}`);
    }
    const described = operations.flatMap(({ path, method, operation }) =>
      Object.keys(operation.responses)
        .filter((status) => status !== '403')
        .map((status) => `${method} ${path} ${status}`),
    );
    assert.deepEqual([...answered].toSorted(), described.toSorted());
  });
});

function routesOf(router: Router): string[] {
  return router.stack.flatMap(({ route }) =>
    route ? route.stack.map((layer) => `${layer.method} ${route.path.replace(/:(\w+)/g, '{$1}')}`) : [],
  );
}
