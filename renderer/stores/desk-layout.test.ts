import { describe, expect, test } from 'vitest';
import { arrangeDesk, closePane, type Desk, emptyDesk, moveTab, showOnDesk, splitDesk } from './desk-layout.ts';

const desk = (order: string, panes: string, activePane = 0): Desk => ({
  order: order.split(''),
  panes: panes.split(''),
  activePane,
  direction: 'row',
});

describe('arranging', () => {
  test('shows the newest when nothing was shown', () => {
    expect(arrangeDesk(emptyDesk, ['a', 'b'])).toEqual(desk('ab', 'b'));
  });

  test('keeps the order that was made, and puts new ones last', () => {
    expect(arrangeDesk(desk('cab', 'a'), ['a', 'b', 'c', 'd'])).toEqual(desk('cabd', 'a'));
  });

  test('shows the neighbour of what was closed', () => {
    expect(arrangeDesk(desk('abc', 'b'), ['a', 'c'])).toEqual(desk('ac', 'c'));
    expect(arrangeDesk(desk('abc', 'c'), ['a', 'b'])).toEqual(desk('ab', 'b'));
  });

  test('one of two panes that is closed leaves the other', () => {
    expect(arrangeDesk(desk('ab', 'ab', 1), ['a'])).toEqual(desk('a', 'a'));
  });

  test('with nothing there is nothing', () => {
    expect(arrangeDesk(desk('ab', 'ab'), [])).toEqual(desk('', ''));
  });
});

test('showing takes the place of the active pane', () => {
  expect(showOnDesk(desk('abc', 'ab', 1), 'c')).toEqual(desk('abc', 'ac', 1));
  expect(showOnDesk(desk('abc', 'ab', 1), 'a')).toEqual(desk('abc', 'ab', 0));
  expect(showOnDesk(emptyDesk, 'a')).toEqual(desk('a', 'a'));
});

test('a split has two panes at most', () => {
  expect(splitDesk(desk('a', 'a'), 'b', 'column')).toEqual({ ...desk('ab', 'ab', 1), direction: 'column' });
  expect(splitDesk(desk('abc', 'ab', 1), 'c', 'row')).toEqual(desk('abc', 'bc', 1));
});

test('a pane that is closed leaves its terminal on the desk', () => {
  expect(closePane(desk('ab', 'ab', 1), 1)).toEqual(desk('ab', 'a'));
  expect(closePane(desk('ab', 'a'), 0)).toEqual(desk('ab', 'a'));
});

test('tabs are moved', () => {
  expect(moveTab(desk('abc', 'a'), 'a', 2).order.join('')).toBe('bca');
  expect(moveTab(desk('abc', 'a'), 'c', -1).order.join('')).toBe('cab');
  expect(moveTab(desk('abc', 'a'), 'b', 99).order.join('')).toBe('acb');
});
