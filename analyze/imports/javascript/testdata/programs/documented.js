#!/usr/bin/env node
/** @import { A } from "./a" */
/** @typedef {import('./b').B} B */
const { c } = require('./c');
/**
 * @param {Array<import("./d")>} d
 * @returns {Promise<typeof import('./e')>} an import("./no") in prose
 */
async function f(d) { return (await import('./f')).default / 2 / c; }
module.exports = { require: f, ...require("./g") };
if (a) /require("no")/.test(b);
