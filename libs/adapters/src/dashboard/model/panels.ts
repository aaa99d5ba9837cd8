/** The panels, in the order of their keys: 1 to 9, 0, and what only a fleet has. */
export const PANELS = [
  'sections',
  'urls',
  'status',
  'methods',
  'clients',
  'referrers',
  'agents',
  'vhosts',
  'files',
  'requests',
  'hosts',
] as const;

export type PanelName = (typeof PANELS)[number];

/** A panel that shows a table of the traffic. */
export type TrafficPanel = Exclude<PanelName, 'files' | 'requests' | 'hosts'>;

interface PanelTitle {
  /** Of the column of keys. */
  readonly one: string;
  /** In the bar of panels, where there is little room. */
  readonly tab: string;
  readonly key: string;
}

export const PANEL_TITLES: Readonly<Record<PanelName, PanelTitle>> = {
  sections: { one: 'section', tab: 'section', key: '1' },
  urls: { one: 'url', tab: 'url', key: '2' },
  status: { one: 'status', tab: 'status', key: '3' },
  methods: { one: 'method', tab: 'meth', key: '4' },
  clients: { one: 'client', tab: 'client', key: '5' },
  referrers: { one: 'referrer', tab: 'ref', key: '6' },
  agents: { one: 'agent', tab: 'agent', key: '7' },
  vhosts: { one: 'virtual host', tab: 'vhost', key: '8' },
  files: { one: 'file', tab: 'file', key: '9' },
  requests: { one: 'last requests', tab: 'tail', key: '0' },
  hosts: { one: 'host', tab: 'host', key: '' },
};

export function isTrafficPanel(panel: PanelName): panel is TrafficPanel {
  return panel !== 'files' && panel !== 'requests' && panel !== 'hosts';
}
