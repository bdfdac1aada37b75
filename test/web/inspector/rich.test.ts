import assert from 'node:assert/strict';
import { Html, rich } from '../../../src/web/inspector/rich.ts';

describe('inspector: texts as HTML', () => {
  it('tags of the catalogue become elements and links, values are escaped', () => {
    assert.equal(
      rich('inspector_templates_newest', { username: '<b>"x' }, { link: '/lab?a=1&b="' }),
      'As the newest guest, <a href="/lab?a=1&amp;b=&#34;">&lt;b&gt;&#34;x</a>, would get them. They are set in ' +
        '<code>emulator.notifications</code> of <code>portal.json</code>.',
    );
  });

  it('a value that looks like a tag, a variable or a mark stays text', () => {
    const name = '</code><link>{x}\ue0000\ue001';
    assert.equal(
      rich('inspector_templates_unknown', { name }, { link: '/x' }),
      'Unknown variable <code>&lt;/code&gt;&lt;link&gt;{x}\ue0000\ue001</code>: it is sent as it is written.',
    );
  });

  it('HTML goes in as it is, numbers choose plural forms', () => {
    const time = new Html('<time>now</time>');
    const text = rich('inspector_delivery_who', { kind: 'SMS', to: '+1', provider: 'x', time });
    assert.match(text, /queued <time>now<\/time>$/);
    assert.equal(rich('inspector_overview_count_sent', { count: 2 }), '<strong>2</strong> sent');
  });
});
