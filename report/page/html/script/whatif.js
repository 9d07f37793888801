// The what-if engine: a partition of packages into units, and what follows from it. It
// answers as the program's own engine does (packages whatif and graph), which tests hold
// it against. Pure functions: no page, no clock, no chance.

/**
 * What the page knows. Lists of one name are columns: entry i of each belongs to package
 * or import i.
 *
 * @typedef {{packages: string[], units: string[], unit: number[], built: number[],
 *   tests: number[][], from: number[], to: number[], touches: number[][]}} Facts
 * unit is the unit of each package today, built is 1 where the default build takes it,
 * tests are [unit, nearest package above or -1] of packages that hold tests alone,
 * touches are [how often, package, package …] of the changes of the past.
 */

/**
 * evaluate answers for packages that move to units of their own and imports that are cut.
 *
 * @param {Facts} facts
 * @param {Map<number, string>} moved package -> name of its new unit
 * @param {Set<number>} cut imports that are gone
 */
function evaluate(facts, moved, cut) {
  const today = partition(facts, new Map(), new Set());
  const after = partition(facts, moved, cut);
  const had = new Set(diamonds(today).map(d => d.bottom));
  const wasCyclic = new Set(cycles(today).map(c => c.join("\n")));
  const past = replay(facts, after.of, moved);
  const all = cycles(after);
  return {
    today: { units: today.names, waves: waves(today) },
    of: after.of, units: after.names, unitEdges: after.edges, waves: waves(after), cycles: all,
    newCycles: all.filter(c => !wasCyclic.has(c.join("\n"))),
    diamonds: diamonds(after).filter(d => !had.has(d.bottom)),
    changes: past.changes, crossing: past.crossing,
    imports: crossings(facts, after.of, moved, cut),
  };
}

/** partition folds packages into units: names are sorted, out and in hold numbers. */
function partition(facts, moved, cut) {
  const of = facts.unit.map((u, p) => moved.get(p) ?? facts.units[u]);
  const names = new Set(moved.values());
  of.forEach((name, p) => { if (facts.built[p]) names.add(name); });
  for (const [unit, above] of facts.tests) names.add(moved.get(above) ?? facts.units[unit]);
  const sorted = [...names].sort(byBytes);
  const number = new Map(sorted.map((n, i) => [n, i]));
  const out = sorted.map(() => new Set());
  facts.from.forEach((from, e) => {
    const a = number.get(of[from]), b = number.get(of[facts.to[e]]);
    if (a !== undefined && b !== undefined && a !== b && !cut.has(e)) out[a].add(b);
  });
  return graphOf(sorted, out, of);
}

function graphOf(names, outSets, of) {
  const out = outSets.map(s => [...s].sort((a, b) => a - b));
  const ins = names.map(() => []);
  out.forEach((list, a) => list.forEach(b => ins[b].push(a)));
  return { names, out, in: ins, of, edges: out.reduce((n, l) => n + l.length, 0) };
}

/** byBytes orders as UTF-8 bytes do, which is by code points. */
function byBytes(a, b) {
  const x = [...a], y = [...b];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return x[i].codePointAt(0) - y[i].codePointAt(0);
  }
  return x.length - y.length;
}

/** components are the strongly connected ones, callees first (Tarjan, without recursion). */
function components(g) {
  const index = g.names.map(() => -1), low = index.slice(), on = g.names.map(() => false);
  const stack = [], found = [];
  let next = 0;
  for (let root = 0; root < g.names.length; root++) {
    if (index[root] >= 0) continue;
    const work = [[root, 0]];
    while (work.length) {
      const top = work[work.length - 1], v = top[0];
      if (top[1] === 0) {
        index[v] = low[v] = next++;
        stack.push(v);
        on[v] = true;
      }
      if (top[1] < g.out[v].length) {
        const w = g.out[v][top[1]++];
        if (index[w] < 0) work.push([w, 0]);
        else if (on[w]) low[v] = Math.min(low[v], index[w]);
        continue;
      }
      work.pop();
      if (work.length) {
        const u = work[work.length - 1][0];
        low[u] = Math.min(low[u], low[v]);
      }
      if (low[v] === index[v]) {
        const c = [];
        for (let w = -1; w !== v;) {
          w = stack.pop();
          on[w] = false;
          c.push(w);
        }
        found.push(c.sort((a, b) => a - b));
      }
    }
  }
  return found;
}

/** levels are the component steps on the longest path below each unit. */
function levels(g) {
  const level = g.names.map(() => 0), comps = components(g);
  const comp = g.names.map(() => 0);
  comps.forEach((c, k) => c.forEach(v => { comp[v] = k; }));
  comps.forEach((c, k) => {
    let top = 0;
    for (const v of c) for (const w of g.out[v]) if (comp[w] !== k) top = Math.max(top, level[w] + 1);
    for (const v of c) level[v] = top;
  });
  return level;
}

function waves(g) {
  const out = [];
  levels(g).forEach((l, v) => { (out[l] ??= []).push(g.names[v]); });
  return out;
}

function cycles(g) {
  return components(g).filter(c => c.length > 1).sort((a, b) => a[0] - b[0]).map(c => c.map(v => g.names[v]));
}

/** diamonds are units that two dependants need which one unit needs in turn. */
function diamonds(g) {
  const above = g.names.map((_, v) => reachedBy(g, v));
  const out = [];
  g.names.forEach((name, d) => {
    const req = g.in[d];
    if (req.length < 2) return;
    const apexes = g.names.map((_, i) => i).filter(i => req.reduce((n, r) => n + (above[r][i] ? 1 : 0), 0) >= 2);
    if (!apexes.length) return;
    const by = req.filter(r => apexes.some(a => above[r][a]));
    out.push({ bottom: name, requiredBy: by.map(r => g.names[r]) });
  });
  return out;
}

/** reachedBy marks all that reach a unit, the unit itself too. */
function reachedBy(g, v) {
  const seen = g.names.map(() => false), stack = [v];
  while (stack.length) {
    const w = stack.pop();
    if (seen[w]) continue;
    seen[w] = true;
    stack.push(...g.in[w]);
  }
  return seen;
}

/** replay counts the changes that touch a moved package, and those that touch two units. */
function replay(facts, of, moved) {
  let changes = 0, crossing = 0;
  for (const t of facts.touches) {
    let asked = false, crosses = false;
    for (let k = 1; k < t.length; k++) {
      asked ||= moved.has(t[k]);
      crosses ||= of[t[k]] !== of[t[1]];
    }
    if (asked) {
      changes += t[0];
      if (crosses) crossing += t[0];
    }
  }
  return { changes, crossing };
}

/** crossings counts the imports over the borders that are asked about, and lists them. */
function crossings(facts, of, moved, cut) {
  const list = [];
  facts.from.forEach((from, e) => {
    const to = facts.to[e];
    if (of[from] !== of[to] && (moved.has(from) || moved.has(to)) && !cut.has(e)) list.push(e);
  });
  return list;
}
