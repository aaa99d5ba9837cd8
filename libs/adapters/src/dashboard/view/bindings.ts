/** The keys, as the help shows them. The reducer obeys these and no others. */
export const BINDINGS: readonly (readonly [
  title: string,
  rows: readonly (readonly [keys: string, what: string])[],
])[] = [
  [
    'move',
    [
      ['Tab, Shift+Tab', 'next, previous panel'],
      ['1 - 9, 0', 'sections, urls, status, methods, clients,'],
      ['', 'referrers, agents, vhosts, files, last requests'],
      ['up, down, j, k', 'row above, below'],
      ['PgUp, PgDn', 'a page'],
      ['Home, End, g, G', 'first, last row'],
    ],
  ],
  [
    'look closer',
    [
      ['Enter', 'down: section, urls, clients, last requests'],
      ['Esc', 'back: up again, end a search, leave a page'],
      ['/', 'search in this panel'],
      ['f', 'filter all that is counted'],
      ['s, r', 'sort by the next column, turn the order round'],
      ['t', 'interval, 1 min, 15 min, hour, since the start'],
    ],
  ],
  [
    'more',
    [
      ['a', 'alert history, with the detail of one'],
      ['p, Space', 'pause the screen; counting goes on'],
      ['+, -', 'more, fewer rows of the table'],
      ['w', 'write a report of the traffic so far'],
      ['m', 'mouse: click to choose, wheel to scroll'],
      ['L', 'dark or light colours'],
      ['?, h', 'this help'],
      ['q, Ctrl+C', 'quit'],
    ],
  ],
];
