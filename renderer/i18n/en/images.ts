/** The Images page. */
export const images = {
  title: 'Images',
  toolbar: 'Images list',
  columns: { image: 'Image', size: 'Size', used: 'Used by', created: 'Created' },
  segments: { label: 'Filter by use', all: 'All', used: 'In use', unused: 'Not used' },
  filterHint: 'Name, tag, ID …',
  noTag: 'no tag',
  notUsed: 'Not used',
  usedBy_one: '{{count}} container',
  usedBy_other: '{{count}} containers',
  exactSize: '{{size}} bytes, layers that other images share included',
  run: 'Run',
  bulk_one: '{{count}} image selected',
  bulk_other: '{{count}} images selected',
  empty: {
    title: 'No images yet',
    text: 'An image is a packed program, the read-only template that containers start from. It appears here as soon as the engine has one.',
  },
  noneMatch: {
    filter: 'No images match “{{filter}}”.',
    used: 'No image is in use.',
    unused: 'Every image is in use.',
    showAll: 'Show all',
  },
} as const;
