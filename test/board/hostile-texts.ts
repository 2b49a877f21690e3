/** Two hundred texts that a report may bring and that a page must show as text: scripts, formulas, letters that turn. */

const RUNS = ['alert(1)', 'fetch("//example.org")', 'document.title="owned"', 'location="//example.org"'];

const SHAPES: readonly ((code: string) => string)[] = [
  (code) => `<script>${code}</script>`,
  (code) => `<img src=x onerror='${code}'>`,
  (code) => `<svg onload='${code}'>`,
  (code) => `"><body onload='${code}'>`,
  (code) => `'-${code}-'`,
  (code) => `javascript:${code}`,
  (code) => `<a href="javascript:${code}">here</a>`,
  (code) => `<iframe srcdoc="<script>${code}</script>">`,
  (code) => `<details open ontoggle='${code}'>`,
  (code) => `<input autofocus onfocus='${code}'>`,
  (code) => `<math><mi xlink:href="data:x,<script>${code}</script>">`,
  (code) => `<style>@import "javascript:${code}"</style>`,
  (code) => `\${${code}}`,
  (code) => `{{constructor.constructor('${code}')()}}`,
  (code) => `</textarea><script>${code}</script>`,
  (code) => `<object data="javascript:${code}">`,
  (code) => `<form action="javascript:${code}"><button>ok`,
  (code) => `<video><source onerror='${code}'>`,
  (code) => `<marquee onstart='${code}'>`,
  (code) => `<template><script>${code}</script></template>`,
  (code) => `%3Cscript%3E${code}%3C/script%3E`,
  (code) => `&lt;script&gt;${code}&lt;/script&gt;`,
  (code) => `<!--><script>${code}</script>-->`,
  (code) => `]]><script>${code}</script>`,
  (code) => `<base href="//example.org/"><script>${code}</script>`,
];

const FORMULAS = ['=cmd|"/C calc"!A1', '+1+1', '-2+3', '@SUM(A1:A9)', '=HYPERLINK("http://example.org","x")'];
const LETTERS = [
  '\u202Eevil\u202C',
  '\u2066ltr\u2069',
  'שלום עולם',
  'مرحبا بالعالم',
  '👩‍👩‍👧‍👦🇺🇦🛰️',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤a',
  '\u200B\u200D\uFEFF',
];
const LONG = ['W'.repeat(10_000), 'слово '.repeat(1600), '👩‍🚒'.repeat(1900), '\n'.repeat(2000) + 'end'];

const all = [...RUNS.flatMap((code) => SHAPES.map((shape) => shape(code))), ...FORMULAS, ...LETTERS, ...LONG];

/** Filled up to two hundred with the same in the middle of other words. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...all,
  ...all.map((text) => `Seen: ${text.slice(0, 9000)} (end)`),
].slice(0, 200);
