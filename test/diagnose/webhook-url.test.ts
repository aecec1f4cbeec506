import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hostOf } from '../../src/diagnose/url.ts';
import { findings, line, said, suggestion } from './facts.ts';

const CODE = 'webhook_url_invalid';

describe('a webhook URL', () => {
  it.each([
    ['http://hooks.example.com/in', 'is http, not https', 'https://hooks.example.com/in'],
    ['http://hooks.example.com:80/in', 'is http, not https', 'https://hooks.example.com/in'],
    ['hooks.example.com/in', 'has no scheme', 'https://hooks.example.com/in'],
    ['https://u:p@hooks.example.com/in', 'user name or password', 'https://hooks.example.com/in'],
    ['https://hooks.example.com/in#x', 'fragment', 'https://hooks.example.com/in'],
    ['ftp://hooks.example.com/in', "scheme 'ftp:', not https", undefined],
    ['https://', 'has no host', undefined],
    ['https://localhost/in', 'cannot be reached', undefined],
    ['https://hooks.example.com:25/in', 'port 25', undefined],
    ['https://hooks.example.com:80/in', 'https on port 80', 'https://hooks.example.com/in'],
  ])('%s: %s', async (url, problem, better) => {
    expect(await said(CODE, url)).toContain(problem);
    expect(await suggestion(CODE, url)).toBe(better);
  });

  it('comes with the command that checks HEAD', async () => {
    expect(await said(CODE, 'https://hooks.example.com/in')).toContain(
      `curl -I 'https://hooks.example.com/in'`,
    );
    expect(await said(CODE, 'http://hooks.example.com/in')).toContain(
      `curl -I 'https://hooks.example.com/in'`,
    );
    expect(await said(CODE, 'https://10.0.0.1/in')).toContain('HEAD');
  });

  it('quotes the URL so that a shell reads it as one word', async () => {
    const url = `https://hooks.example.com/a'b;$(touch x)\`id\`?x=[1-2]`;
    const message = await said(CODE, url);
    const quoted = message.slice(message.indexOf('curl -Ig ') + 9);
    expect(execFileSync('sh', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })).toBe(new URL(url).href);
  });

  it('with a secret in it is not repeated in the command', async () => {
    const text = await said(CODE, 'https://hooks.example.com/in?token=abc123');
    expect(text).not.toContain('abc123');
    expect(text).toContain('curl -I with that URL');
  });

  it.each([
    [
      'a message',
      { text: `{"error":{"message":"The webhook URL 'http://hooks.example.com/in' is not https."}}` },
    ],
    ['a body', { text: `{"url":"http://hooks.example.com/in"}` }],
    [
      'a log message',
      {
        lines: [
          line({ rest: { 'err.message': "The webhook URL 'http://hooks.example.com/in' is not https." } }),
        ],
      },
    ],
  ])('is read from %s', async (_, given) => {
    expect(await suggestion(CODE, given)).toBe('https://hooks.example.com/in');
  });

  it('is not guessed where nothing shows it', async () => {
    expect(await findings(CODE)).toEqual([]);
  });
});

describe('a host', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.0.9', 'loopback'],
    ['0x7f.1', 'loopback'],
    ['0177.0.0.1', 'loopback'],
    ['2130706433', 'loopback'],
    ['localhost', 'loopback'],
    ['a.localhost', 'loopback'],
    ['[::1]', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['[::]', 'loopback'],
    ['10.1.2.3', 'private address'],
    ['172.16.0.1', 'private address'],
    ['172.31.255.255', 'private address'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private address'],
    ['169.254.1.1', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['0xa9fea9fe', 'metadata'],
    ['100.64.0.1', 'carrier-grade'],
    ['100.127.255.255', 'carrier-grade'],
    ['100.128.0.1', 'public'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['192.0.2.7', 'documentation'],
    ['8.8.8.8', 'public'],
    ['[fd12::1]', 'unique local'],
    ['[fd00:ec2::254]', 'metadata'],
    ['[fe80::1]', 'link-local'],
    ['[ff02::1]', 'multicast'],
    ['[2001:db8::1]', 'documentation'],
    ['[64:ff9b::10.0.0.1]', 'private address'],
    ['[2002:a00:1::]', 'private address'],
    ['[::ffff:8.8.8.8]', 'public'],
    ['[2606:4700::1111]', 'public'],
    ['intranet', 'single word'],
    ['printer.local', '.local'],
    ['db.internal', '.internal'],
    ['hooks.example.com', 'public'],
    ['hooks.initech.example', 'public'],
    ['localhost.example.com', 'public'],
  ])('%s is %s', (host, kind) => {
    const { kind: found, what } = hostOf(new URL(`https://${host}/`).hostname);
    expect(`${found} ${what}`).toContain(kind);
  });
});
