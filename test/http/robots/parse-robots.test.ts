import { describe, expect, test } from 'vitest';
import { parseRobots, productToken } from '../../../src/http/robots/parse-robots.ts';
import { cpuMs } from '../../support/cpu.ts';

const ORIGIN = 'http://one.test';
const AGENT = 'fetch-many-mcp/1.0 (+https://example.test)';

/** What robots.txt has against this path; undefined if nothing. */
function objection(path: string, ...lines: string[]): string | undefined {
  return parseRobots(ORIGIN, productToken(AGENT), Buffer.from(lines.join('\n'))).objection(new URL(path, ORIGIN));
}

describe('productToken', () => {
  test.each([
    [AGENT, 'fetch-many-mcp'],
    ['mine', 'mine'],
    ['Mozilla/5.0 (compatible; x)', 'Mozilla'],
    ['/', '*'],
  ])('of %s is %s', (agent, token) => {
    expect(productToken(agent)).toBe(token);
  });
});

describe('which rule counts', () => {
  const all = 'User-agent: *';

  test.each<[string, string, readonly string[]]>([
    ['nothing is said', '/a', []],
    ['Disallow is empty', '/a', [all, 'Disallow:']],
    ['another path', '/b', [all, 'Disallow: /a']],
    ['another product', '/a', ['User-agent: other', 'Disallow: /']],
    ['a product that begins like ours', '/a', ['User-agent: fetch-many-mcp-tools 0.1', 'Disallow: /']],
    ['a group for nobody', '/a', ['User-agent:', 'Disallow: /']],
    ['a group for nobody, with a comment', '/a', ['User-agent: # none', 'Disallow: /']],
    ['our group with a version says nothing of it', '/a', [all, 'Disallow: /', 'User-agent: fetch-many-mcp 0.1', 'Allow: /']],
    ['our group says nothing of it', '/a', ['User-agent: Fetch-Many-MCP', 'Disallow: /b', all, 'Disallow: /']],
    ['the longest allows', '/a/b/c', [all, 'Disallow: /a', 'Allow: /a/b']],
    ['of two alike Allow counts', '/a', [all, 'Disallow: /a', 'Allow: /a']],
    ['a comment', '/a', [all, '# Disallow: /', 'Disallow: # /a']],
    ['the end is marked', '/a.php?x', [all, 'Disallow: /*.php$']],
    ['an HTML page', '/a', ['<!doctype html>', '<p>User-agent: none</p>']],
  ])('allowed: %s', (_, path, lines) => {
    expect(objection(path, ...lines)).toBeUndefined();
  });

  test.each<[string, string, readonly string[], number]>([
    ['everything', '/', [all, 'Disallow: /'], 2],
    ['a beginning', '/ab?c', [all, 'Disallow: /a'], 2],
    ['the longest disallows', '/a/b/c', [all, 'Disallow: /a/b', 'Allow: /a'], 2],
    [
      'our group, in any case, beside others',
      '/a',
      [all, 'Allow: /', 'User-agent: x', 'user-AGENT: Fetch-Many-MCP/2', 'Disallow: /a'],
      5,
    ],
    [
      'two groups of ours are one',
      '/b',
      ['User-agent: fetch-many-mcp', 'Disallow: /a', 'User-agent: fetch-many-mcp', 'Disallow: /b'],
      4,
    ],
    ['our group, with a version', '/a', ['User-agent: fetch-many-mcp 0.1', 'Disallow: /a'], 2],
    ['our group, with a version and more', '/a', ['user-agent:fetch-many-mcp/0.1 (beta)', 'Disallow: /a'], 2],
    ['our group, with a star', '/a', ['User-agent: Fetch-Many-MCP*', 'Disallow: /a'], 2],
    ['our group, with a comment', '/a', ['User-agent:\tfetch-many-mcp# us', 'Disallow: /a'], 2],
    ['everybody, with a comment', '/a', ['User-agent: * # all', 'Disallow: /a'], 2],
    ['a wildcard', '/x/a.php', [all, 'Disallow: /*.php$'], 2],
    ['a query', '/s?q=1', [all, 'Disallow: /*?q='], 2],
    ['after a byte order mark', '/a', [`\uFEFF${all}`, 'Disallow: /a'], 2],
    ['escaped in the URL', '/%70rivate', [all, 'Disallow: /private'], 2],
    ['escaped in the rule', '/private', [all, 'Disallow: /%70rivate'], 2],
    ['not in ASCII', '/ü', [all, 'Disallow: /ü'], 2],
  ])('disallowed: %s', (_, path, lines, line) => {
    expect(objection(path, ...lines)).toContain(`(line ${line}) disallows `);
  });

  test('the query of a URL is not repeated: it may hold a secret', () => {
    expect(objection('/a?key=s3cret', all, 'Disallow: /a')).toBe('(line 2) disallows /a for fetch-many-mcp');
  });

  test('what is beyond 500 KiB does not count, nor the rule that is cut there', () => {
    const long = `# ${'x'.repeat(500 * 1024 - 21)}`; // the limit is inside "Disallow: /long"
    expect(objection('/b', all, 'Disallow: /a', long, 'Disallow: /b')).toBeUndefined();
    expect(objection('/a', all, 'Disallow: /a', long, 'Disallow: /b')).toContain('line 2');
    const cut = [all, `# ${'x'.repeat(500 * 1024 - all.length - 3 - 'Disallow: /'.length - 1)}`, 'Disallow: /only/this'];
    expect(cut.slice(0, 2).join('\n').length + 1 + 'Disallow: /'.length).toBe(500 * 1024);
    expect(objection('/other', ...cut)).toBeUndefined();
  });

  test('rules made to keep a processor busy are not tried', async () => {
    const hostile = `Disallow: /${'*a'.repeat(200_000)}b`;
    let said: string | undefined;
    expect(await cpuMs(() => (said = objection(`/${'a'.repeat(16_000)}`, all, hostile)))).toBeLessThan(2_000);
    expect(said).toContain('more rules than can be judged');
  });
});
