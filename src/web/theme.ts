import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** The mark's own hue: the petrol of a freight container. Blue, green, red and amber are kept for what they mean. */
const petrol: MantineColorsTuple = [
  '#edf6f8',
  '#d7eaee',
  '#afd5dd',
  '#83bfcb',
  '#5cabba',
  '#3792a4',
  '#1f7789',
  '#166375',
  '#105262',
  '#0a3f4d',
];
/** Neutrals with a trace of the brand, so that they sit beside it without looking dirty. */
const gray: MantineColorsTuple = [
  '#f7f9fa',
  '#eff2f4',
  '#e3e8eb',
  '#d2d9dd',
  '#b5bfc5',
  '#8e9aa2',
  '#66737b',
  '#4b5861',
  '#323d45',
  '#1b242a',
];
const dark: MantineColorsTuple = [
  '#d9e0e4',
  '#adb8be',
  '#8b979f',
  '#606c74',
  '#3d484f',
  '#2f393f',
  '#232c31',
  '#1a2126',
  '#141a1e',
  '#0e1316',
];

const SANS =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "Roboto Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace';

const MOTION_MS = 120;

export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: false,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'sm',
  radius: { xs: '0.125rem', sm: '0.25rem', md: '0.375rem', lg: '0.5rem', xl: '1rem' },
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  // 14 px is the base (md); each step is told apart at a glance and none is smaller than 12.
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  headings: {
    fontFamily: SANS,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  // By name, so that the theme does not pull into the first page what only other screens use.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Anchor: { defaultProps: { underline: 'hover' } },
    // Within the page's main part, not beside it: what a menu says belongs to a landmark, too.
    Menu: { defaultProps: { transitionProps: { duration: MOTION_MS }, shadow: 'md', radius: 'md', portalProps: { target: '#main' } } },
    Drawer: { defaultProps: { transitionProps: { duration: MOTION_MS } } },
    Modal: { defaultProps: { transitionProps: { duration: MOTION_MS } } },
    Tooltip: {
      defaultProps: {
        openDelay: 250,
        multiline: true,
        maw: 320,
        transitionProps: { duration: MOTION_MS },
        events: { hover: true, focus: true, touch: true },
      },
    },
  },
});

/** Mantine's own dimmed, placeholder and error colours miss 4.5:1; these meet it on every surface used here. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': 'var(--mantine-color-gray-9)',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--mantine-color-error': '#b3201f',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-7)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-4)',
    '--mantine-color-gray-light-color': 'var(--mantine-color-gray-8)',
    '--mantine-color-gray-text': 'var(--mantine-color-gray-7)',
  },
  dark: {
    '--mantine-color-body': 'var(--mantine-color-dark-7)',
    '--mantine-color-text': 'var(--mantine-color-dark-0)',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': '#ff9c94',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-3)',
    '--mantine-color-default': 'var(--mantine-color-dark-6)',
    '--mantine-color-default-hover': 'var(--mantine-color-dark-5)',
    '--mantine-color-default-border': 'var(--mantine-color-dark-4)',
    '--mantine-color-gray-light-color': 'var(--mantine-color-dark-0)',
    '--mantine-color-gray-text': 'var(--mantine-color-dark-1)',
  },
});
