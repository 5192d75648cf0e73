import { expect, test } from 'vitest';
import { fakeContext } from '../testing/fakes.ts';
import { binaryNode } from '../testing/nodes.ts';
import { StepMessages } from './step-messages.ts';

test('of each step the message about the last series is given, in whatever order they come', () => {
  const context = fakeContext(3);
  const messages = new StepMessages(binaryNode('a + b'), context);
  messages.add(0, 2, 'info', 'last of the first step');
  messages.add(0, 1, 'warn', 'not the last');
  messages.add(2, 0, 'info', 'not the last, either');
  messages.add(2, 1, 'warn', 'last of the third step');
  expect(context.infos()).toEqual(['last of the first step']);
  expect(context.warnings).toEqual(['last of the third step']);
});

test('what is the last at one step only is given', () => {
  const context = fakeContext(2);
  const messages = new StepMessages(binaryNode('a + b'), context);
  messages.add(0, 0, 'info', 'float');
  messages.add(1, 0, 'info', 'float');
  messages.add(0, 1, 'info', 'histogram');
  expect(context.infos()).toEqual(['histogram', 'float']);
});

test('no message, no report', () => {
  const context = fakeContext(2);
  new StepMessages(binaryNode('a + b'), context);
  expect([context.warnings, context.infos()]).toEqual([[], []]);
});
