import { describe, expect, it } from '@jest/globals';
import { originOf } from '../../lambda/platform/okta/base-url.ts';

describe('the address of an org', () => {
  it.each([
    ['https://example.okta.com', 'https://example.okta.com'],
    ['https://example.okta.com/', 'https://example.okta.com'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%s is one', (address, origin) => expect(originOf(address)).toBe(origin));

  it.each([
    'http://example.okta.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'https://user@example.okta.com',
    'https://example.okta.com/api',
    'https://example.okta.com/?a',
    'example.okta.com',
    'file:///etc/passwd',
    '',
  ])('%j is none: a token would leave the machine in the open, or go elsewhere', (address) => {
    expect(originOf(address)).toBeUndefined();
  });
});
