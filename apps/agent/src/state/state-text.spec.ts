import { expect, it } from 'vitest';
import { AgentState } from './agent-state.js';
import { readStateText, stateText } from './state-text.js';

function filled(): AgentState {
  const state = new AgentState('LDAP', 'https://rollcall.example/directory/dir_1/scim/v2');
  const ada = state.newcomer('a');
  Object.assign(ada, { id: 'diruser_1', hash: 'h', active: true });
  state.rename(ada, 'ada');
  Object.assign(state.newcomer('b'), { gone: true, activityInDoubt: true });
  Object.assign(state.group('g'), { id: 'dirgroup_1', members: new Set([1]), doubtful: new Set([2]) });
  state.review = { reason: 'Everybody would leave.', at: '2026-11-28T10:00:00Z', people: ['a'], groups: [] };
  return state;
}

it('is read as it was written', () => {
  const state = filled();
  const read = readStateText(stateText(state));
  expect(read).toEqual(state);
  expect(stateText(read)).toBe(stateText(state));
  expect(read.named('ada')?.externalId).toBe('a');
});

it.each([
  ['is empty', '', 'is no state of the agent'],
  ['is another file', '{"settings":{}}', 'is no state of the agent'],
  ['is of a later version', stateText(filled()).replace('"version":1', '"version":2'), 'has version 2'],
  ['was cut off', stateText(filled()).slice(0, -1), 'is damaged'],
  ['was edited', stateText(filled()).replace('diruser_1', 'diruser_2'), 'is damaged'],
  ['has more at its end', `${stateText(filled())}{}`, 'is damaged'],
])('is refused where it %s', (_what, text, message) => {
  expect(() => readStateText(text)).toThrow(message);
});
