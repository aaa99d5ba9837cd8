import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';

import type { ConfigProblem } from './config-problem.ts';

/** A configuration is written by hand. */
const TEXT_LENGTH_MAX = 256 * 1024;
/** A few anchors are useful; the bomb of a billion laughs is nine levels of them. */
const ALIASES_MAX = 100;
const DEPTH_MAX = 32;
/** What stands behind it mostly follows from what is wrong before. */
const SYNTAX_PROBLEMS_MAX = 10;

/** Names and list indices that lead to a value. */
export type ConfigPath = readonly (string | number)[];

type Place = Pick<ConfigProblem, 'line' | 'column'>;

const REMEDIES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'indent it like its neighbours, and close what is open',
  MISSING_CHAR: 'close what is open',
  MULTIPLE_DOCS: 'take the line --- away',
  BLOCK_AS_IMPLICIT_KEY: 'put a value with a colon in quotes, or on a line of its own',
  RESOURCE_EXHAUSTION: 'nothing in it goes that deep',
};

/** A YAML 1.2 text that was read: its value, and where each part of it stands. */
export class YamlText {
  /** Undefined where there are problems; an empty mapping where there is nothing. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  readonly #document: Document | undefined;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    const isTooLong = text.length > TEXT_LENGTH_MAX;
    // Names that stand twice are looked for below: the library compares each with each.
    const options = { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: false };
    this.#document = isTooLong ? undefined : parseDocument(text, options);
    const problems = this.#document === undefined ? [LENGTH] : this.#syntax(this.#document);
    if (this.#document !== undefined && problems.length === 0) this.#structure(problems);
    this.value = problems.length === 0 ? this.#read(problems) : undefined;
    this.problems = problems;
  }

  /** Where the value at a path stands, or the nearest thing around it that is there. */
  placeOf(path: ConfigPath): Place {
    for (let length = path.length; length > 0; length--) {
      // The library types what it finds as unknown.
      const node = this.#document?.getIn(path.slice(0, length), true) as Node | undefined;
      if (node?.range) return this.#place(node.range[0]);
    }
    return { line: 1, column: 1 };
  }

  /** Where a name stands that a mapping has. */
  placeOfName(path: ConfigPath, name: string): Place {
    const node = path.length === 0 ? this.#document?.contents : this.#document?.getIn(path, true);
    if (isMap(node)) {
      for (const { key } of node.items) {
        if (isScalar(key) && String(key.value) === name && key.range) {
          return this.#place(key.range[0]);
        }
      }
    }
    return this.placeOf(path);
  }

  #syntax(document: Document): ConfigProblem[] {
    return [...document.errors, ...document.warnings]
      .slice(0, SYNTAX_PROBLEMS_MAX)
      .map(({ code, message, pos }) => ({
        ...this.#place(pos[0]),
        what: message.replace(/; please use .*$/, ''),
        remedy: REMEDIES[code] ?? 'mend the YAML',
      }));
  }

  /** What is YAML, and no configuration that anybody means. */
  #structure(problems: ConfigProblem[]): void {
    visit(this.#document ?? null, {
      Node: (_, node, parents) => {
        // Each level has its mapping and the pair in it.
        if (parents.length <= DEPTH_MAX * 2) return undefined;
        const remedy = 'nothing in it goes that deep';
        const place = this.#place(node.range?.[0] ?? 0);
        problems.push({ ...place, what: 'values are nested too deep', remedy });
        return visit.BREAK;
      },
      Map: (_, { items }) => {
        const seen = new Set<string>();
        for (const { key } of items) {
          if (!isScalar(key)) continue;
          const name = String(key.value);
          if (seen.has(name)) {
            const place = this.#place(key.range?.[0] ?? 0);
            problems.push({ ...place, what: `${name} stands here twice`, remedy: 'keep one' });
          }
          seen.add(name);
        }
      },
    });
  }

  #read(problems: ConfigProblem[]): unknown {
    try {
      return (this.#document?.toJS({ maxAliasCount: ALIASES_MAX }) as unknown) ?? {};
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      problems.push({ line: 1, column: 1, what, remedy: 'write values out instead of repeating' });
      return undefined;
    }
  }

  #place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

const LENGTH: ConfigProblem = {
  line: 1,
  column: 1,
  what: 'the file is larger than 256 KiB',
  remedy: 'a configuration is not',
};
