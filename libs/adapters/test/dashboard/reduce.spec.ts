import { parseCondition } from '@hitwatch/domain';
import { expect } from 'chai';
import fc from 'fast-check';

import { PANELS } from '../../src/dashboard/model/panels.ts';
import { filterText } from '../../src/dashboard/view/drill.ts';
import { type Intent, reduce, type Surface } from '../../src/dashboard/view/reduce.ts';
import { FIRST_VIEW, type ViewState } from '../../src/dashboard/view/view-state.ts';
import { promptText } from '../../src/dashboard/view/prompt.ts';

const SURFACE: Surface = {
  keys: ['/api', '/two words', '/c'],
  pageRows: 2,
  alerts: 3,
  panels: PANELS.slice(0, 10),
};

/** Presses keys one after the other; `{name}` is one that has a name. */
function pressed(keys: string, view: ViewState = FIRST_VIEW, surface = SURFACE) {
  const intents: Intent[] = [];
  for (const [key] of keys.matchAll(/\{[^}]+\}|./gsu)) {
    const name = key.length > 1 && key.startsWith('{') ? key.slice(1, -1) : key;
    const next = reduce(view, { kind: 'key', key: name }, surface);
    if (next.intent !== undefined) intents.push(next.intent);
    view = next.view;
  }
  return { view, intents };
}

describe('keys', () => {
  it('go down from a section to its urls, their clients and requests, and back', () => {
    const down = pressed('j{enter}');
    expect(down.view.panel).to.equal('urls');
    expect(down.intents).to.deep.equal([{ kind: 'filter', text: 'section=/api' }]);
    const further = pressed('jj{enter}{enter}', down.view);
    expect(further.view.panel).to.equal('requests');
    expect(further.intents.at(-1)).to.deep.equal({
      kind: 'filter',
      text: 'section=/api and url="/two words" and client=/api',
    });
    const back = pressed('{escape}{escape}{escape}', further.view);
    expect(back.view).to.deep.equal({ ...FIRST_VIEW, cursor: { index: 0, key: '/api' } });
    expect(back.intents.at(-1)).to.deep.equal({ kind: 'filter', text: '' });
  });

  it('make a condition of every value there is, that asks for just this value', () => {
    const value = fc.string({ unit: 'binary', minLength: 0, maxLength: 20 });
    const property = fc.property(value, value, (url, client) => {
      fc.pre(url !== '(none)' && client !== '(none)' && !client.includes('/'));
      const crumb = { panel: 'urls', cursor: undefined, search: '' } as const;
      const crumbs = [
        { ...crumb, field: 'url', value: url },
        { ...crumb, field: 'client', value: client },
      ];
      const read = parseCondition(filterText({ filter: 'status=200 or status=404', crumbs }));
      const expression = 'condition' in read ? read.condition.expression : read.problem;
      const terms = 'terms' in expression ? expression.terms : [];
      expect(terms[0]).to.include({ kind: 'or' });
      expect(terms.slice(1)).to.deep.equal([
        { kind: 'text', field: 'url', operator: '=', value: url },
        { kind: 'text', field: 'client', operator: '=', value: client },
      ]);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('ask for hits that lack what the tables call (none)', () => {
    const crumb = { panel: 'urls', cursor: undefined, search: '', value: '(none)' } as const;
    const text = (field: string) => filterText({ filter: '', crumbs: [{ ...crumb, field }] });
    expect(text('referrer')).to.equal('referrer=""');
    expect(text('status')).to.equal('not status>=100');
  });

  it('open panels by number, and the next one by Tab', () => {
    expect(pressed('5').view.panel).to.equal('clients');
    expect(pressed('0').view.panel).to.equal('requests');
    expect(pressed('0{tab}').view.panel).to.equal('sections');
    expect(pressed('{shift-tab}').view.panel).to.equal('requests');
  });

  it('search while the word is typed, and Esc brings back what was there', () => {
    const typing = pressed('/ap');
    expect(typing.view.search).to.equal('ap');
    expect(pressed('{backspace}{enter}', typing.view).view).to.include({
      search: 'a',
      prompt: undefined,
    });
    expect(pressed('{escape}', typing.view).view.search).to.equal('');
    expect(pressed('{enter}{escape}', typing.view).view.search).to.equal('');
  });

  it('filter when Enter is pressed, with what was chosen before in the line', () => {
    const typing = pressed('j{enter}f').view;
    expect(typing.prompt && promptText(typing.prompt)).to.equal('section=/api');
    const { view, intents } = pressed(' and status=500{enter}', typing);
    expect(intents).to.deep.equal([{ kind: 'filter', text: 'section=/api and status=500' }]);
    expect(view.crumbs).to.deep.equal([]);
    expect(pressed('{escape}{escape}', view).intents.at(-1)).to.deep.equal({
      kind: 'filter',
      text: '',
    });
  });

  it('edit a line as people know it', () => {
    const line = (keys: string) => {
      const { prompt } = pressed(`f${keys}`).view;
      return (
        prompt && [
          prompt.chars.slice(0, prompt.at).join(''),
          prompt.chars.slice(prompt.at).join(''),
        ]
      );
    };
    expect(line('abc{left}{left}x')).to.deep.equal(['ax', 'bc']);
    expect(line('one two{ctrl-w}')).to.deep.equal(['one ', '']);
    expect(line('abc{home}{delete}')).to.deep.equal(['', 'bc']);
    expect(line('abc{ctrl-a}{right}{ctrl-k}')).to.deep.equal(['a', '']);
    expect(line('a漢🦉{backspace}')).to.deep.equal(['a漢', '']);
  });

  it('type q into a prompt, and quit outside one', () => {
    expect(pressed('q').intents).to.deep.equal([{ kind: 'quit' }]);
    expect(pressed('fq').intents).to.deep.equal([]);
    expect(pressed('f{ctrl-c}').intents).to.deep.equal([{ kind: 'quit' }]);
    expect(pressed('?q').view.page).to.equal('panels');
  });

  it('obey nothing that is pasted', () => {
    const { view, intent } = reduce(FIRST_VIEW, { kind: 'paste', text: 'q\nw' }, SURFACE);
    expect(view).to.equal(FIRST_VIEW);
    expect(intent).to.equal(undefined);
    const typing = pressed('/').view;
    expect(reduce(typing, { kind: 'paste', text: 'a\nb' }, SURFACE).view.search).to.equal('a b');
  });

  it('follow a row when the rows change their order', () => {
    const { view } = pressed('jj');
    expect(view.cursor).to.deep.equal({ index: 1, key: '/two words' });
    const swapped = { ...SURFACE, keys: ['/two words', '/api', '/c'] };
    expect(pressed('j', view, swapped).view.cursor).to.deep.equal({ index: 1, key: '/api' });
  });

  it('turn round what they turn round', () => {
    expect(pressed('t').view.span).to.equal('minute');
    expect(pressed('ttttt').view).to.deep.equal(FIRST_VIEW);
    expect(pressed('ssr').view).to.include({ sort: 'errors', isReversed: true });
    expect(pressed('p').view.isPaused).to.be.true;
    expect(pressed('++-').view.growth).to.equal(1);
    expect(pressed('wmL')).to.deep.equal({
      view: { ...FIRST_VIEW, hasMouse: true, background: 'light' },
      intents: [{ kind: 'write-report' }],
    });
    expect(pressed('ajj{end}').view).to.include({ page: 'alerts', alertIndex: 2 });
  });

  it('lead back from anywhere to where there is nothing to leave (model)', () => {
    const key = fc.constantFrom(
      ...'jkgGhsrtafp/?+-wmLx5 '.split(''),
      ...['{enter}', '{escape}', '{tab}', '{pagedown}', '{home}', '{backspace}', '{left}'],
    );
    const property = fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
      const { view } = pressed(keys.join(''));
      const { view: left } = pressed('{escape}'.repeat(keys.length + 5), view);
      expect(left).to.include({ page: 'panels', search: '', filter: '', prompt: undefined });
      expect(left.crumbs).to.deep.equal([]);
      expect(left.cursor).to.equal(undefined);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
