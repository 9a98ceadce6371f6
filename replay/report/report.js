'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = id => document.getElementById(id);
  const categories = {address: '称呼', competitor: '竞品平台', contact: '引流', link: '外链', payment: '站外支付', abuse: '辱骂', 'absolute-claim': '极限词', promise: '承诺', attitude: '态度', privacy: '隐私', 'review-manipulation': '好评诱导', repetition: '重复话术'};
  const actions = {block: '拦截', review: '复核', advise: '建议', allow: '放行'};
  const roles = {agent: '客服', robot: '机器人', buyer: '买家', system: '系统'};
  const platform = id => (data.platform_names || {})[id] || id;
  const number = n => (n || 0).toLocaleString('zh-CN');
  const share = (a, b) => b ? (100 * a / b).toFixed(1) + '%' : '–';
  const seconds = (ms, n) => n ? (ms / n / 1000).toFixed(1) + ' 秒' : '–';
  const make = (tag, props, ...children) => { const e = Object.assign(document.createElement(tag), props); e.append(...children.filter(c => c != null)); return e; };
  const total = c => Object.keys(categories).reduce((sum, k) => sum + (c['findings.' + k] || 0), 0);
  const flagged = c => (c.advise || 0) + (c.review || 0) + (c.block || 0);
  const sent = c => (c.agent_messages || 0) + (c.robot_messages || 0);

  // Rows are objects; a column has a title, a value to sort by and to show, and may be a number.
  // `whole`: how many there are where the report holds fewer. `none`: said when nothing is left to show.
  function table(host, columns, rows, {step = 20, go = null, sort = null, whole = 0, none = '没有'} = {}) {
    let shown = step, order = sort, words = '';
    const body = make('tbody'), count = make('small'), more = make('button', {type: 'button', textContent: '显示更多'});
    const find = make('input', {type: 'search', placeholder: '筛选…', ariaLabel: '筛选'});
    const heads = columns.map((c, i) => make('th', {textContent: c.title, className: c.n ? 'n' : '', tabIndex: 0, onclick: () => turn(i), onkeydown: e => { if (e.key === 'Enter') turn(i); }}));
    const turn = i => { order = order && order[0] === i ? [i, -order[1]] : [i, columns[i].n ? -1 : 1]; draw(); };
    const text = (c, r) => { const v = c.show ? c.show(r) : c.value(r); return v instanceof Node ? v : typeof v === 'number' ? number(v) : String(v ?? ''); };
    function draw() {
      let list = words ? rows.filter(r => columns.some(c => String(c.find ? c.find(r) : c.show && !(c.show(r) instanceof Node) ? c.show(r) : c.value(r)).toLowerCase().includes(words))) : rows.slice();
      if (order) { const v = columns[order[0]].value; list.sort((a, b) => { const x = v(a), y = v(b); return order[1] * (typeof x === 'number' ? x - y : String(x).localeCompare(String(y), 'zh-CN')); }); }
      heads.forEach((h, i) => order && order[0] === i ? h.setAttribute('aria-sort', order[1] > 0 ? 'ascending' : 'descending') : h.removeAttribute('aria-sort'));
      body.replaceChildren(...list.slice(0, shown).map(r => {
        const tr = make('tr', {}, ...columns.map(c => make('td', {className: c.n ? 'n' : c.long ? 't long' : c.wide ? 't' : ''}, text(c, r))));
        if (go) { tr.className = 'go'; tr.tabIndex = 0; tr.onclick = () => go(r); tr.onkeydown = e => { if (e.key === 'Enter') go(r); }; }
        return tr;
      }));
      if (!list.length) body.append(make('tr', {}, make('td', {className: 'none', colSpan: columns.length, textContent: none})));
      count.textContent = `${number(list.length)} 行` + (whole > rows.length ? `（共 ${number(whole)}，这里是问题最多的）` : '');
      more.hidden = list.length <= shown;
    }
    find.oninput = () => { words = find.value.trim().toLowerCase(); shown = step; draw(); };
    more.onclick = () => { shown += step * 5; draw(); };
    addEventListener('beforeprint', () => { shown = Math.max(shown, 50); draw(); });
    const tools = make('div', {className: 'tools', hidden: rows.length <= 8}, find, count);
    host.replaceChildren(tools, make('div', {className: 'wide'}, make('table', {}, make('thead', {}, make('tr', {}, ...heads)), body)), more);
    draw();
    return {filter(value) { tools.hidden = false; find.value = value; words = value.toLowerCase(); draw(); host.closest('section').scrollIntoView({behavior: 'smooth'}); }};
  }

  const t = data.totals || {};
  const days = (data.days || []).filter(d => d.name[0]);
  $('about').textContent = `${data.files.join('、')}；${days.length ? [...new Set([days[0].name[0], days[days.length - 1].name[0]])].join(' 至 ') : '无时间'}；规则版本 ${data.revision.slice(0, 12)}${data.masked ? '；个人信息已遮盖' : '；含个人信息，请妥善保管'}`;
  const tile = (name, value) => make('div', {className: 'tile'}, make('b', {textContent: value}), make('span', {textContent: name}));
  $('tiles').append(tile('消息', number(t.messages)), tile('客服与机器人消息', number(sent(t))), tile('有问题的消息', number(flagged(t))), tile('占比', share(flagged(t), sent(t))),
    tile('拦截', number(t.block)), tile('复核', number(t.review)), tile('建议', number(t.advise)), tile('会话', number(t.conversations)),
    tile('无人应答的会话', number((t.conversations_with_buyer || 0) - (t.conversations_answered || 0))), tile('平均首次响应', seconds(t.first_reply_ms, t.first_replies)), tile('重复话术', number(t.repeated_scripts)), tile('拒收的行', number(data.rejects)));

  // Days, or weeks from Monday, or months, so that no more than about a hundred bars stand side by side.
  const span = days.length ? (new Date(days[days.length - 1].name[0]) - new Date(days[0].name[0])) / 864e5 : 0;
  const unit = span <= 120 ? '日' : span <= 800 ? '周' : '月';
  function periodOf(day) {
    if (unit === '日') return day;
    if (unit === '月') return day.slice(0, 7);
    const date = new Date(day);
    date.setUTCDate(date.getUTCDate() - (date.getUTCDay() + 6) % 7);
    return date.toISOString().slice(0, 10);
  }
  const periods = new Map();
  for (const d of days) {
    const sum = periods.get(periodOf(d.name[0])) || {};
    for (const a of ['block', 'review', 'advise']) sum[a] = (sum[a] || 0) + (d.counts[a] || 0);
    periods.set(periodOf(d.name[0]), sum);
  }
  $('trend-title').textContent = `每${unit}有问题的消息`;
  document.querySelector('.charts').hidden = !flagged(t);

  const style = () => getComputedStyle(document.documentElement);
  const charts = [];
  function draw() {
    charts.splice(0).forEach(c => c.destroy());
    const ink = style().getPropertyValue('--dim').trim(), line = style().getPropertyValue('--line').trim(), colour = n => style().getPropertyValue('--' + n).trim();
    Chart.defaults.color = ink; Chart.defaults.borderColor = line; Chart.defaults.font.family = getComputedStyle(document.body).fontFamily; Chart.defaults.animation = false;
    const names = [...periods.keys()], sums = [...periods.values()], years = new Set(names.map(n => n.slice(0, 4))).size > 1;
    charts.push(new Chart($('trend'), {type: 'bar', data: {labels: names.map(n => years ? n : n.slice(5)), datasets: ['block', 'review', 'advise'].map(a => ({label: actions[a], data: sums.map(s => s[a]), backgroundColor: colour(a)}))}, options: {maintainAspectRatio: false, scales: {x: {stacked: true}, y: {stacked: true, beginAtZero: true, ticks: {precision: 0}}}}}));
    const keys = Object.keys(categories).filter(k => t['findings.' + k]).sort((a, b) => t['findings.' + b] - t['findings.' + a]);
    charts.push(new Chart($('categories'), {type: 'bar', data: {labels: keys.map(k => categories[k]), datasets: [{label: '发现', data: keys.map(k => t['findings.' + k]), backgroundColor: colour('accent')}]}, options: {indexAxis: 'y', maintainAspectRatio: false, plugins: {legend: {display: false}}, scales: {x: {beginAtZero: true, ticks: {precision: 0}}, y: {ticks: {autoSkip: false}}}}}));
  }
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  // On paper: light colours, and charts as wide as the page, which a canvas does not become by itself.
  addEventListener('beforeprint', () => { document.documentElement.classList.add('paper'); draw(); charts.forEach(c => c.resize(640, 200)); });
  addEventListener('afterprint', () => { document.documentElement.classList.remove('paper'); draw(); });

  const ruleColumns = [{title: '规则', value: r => r.title || r.rule, wide: true, show: r => make('span', {textContent: r.title || ''}, make('span', {className: 'id', textContent: r.rule})), find: r => r.title + ' ' + r.rule}, {title: '类别', value: r => categories[r.category] || r.category || ''}, {title: '拦截', n: true, value: r => r.actions.block || 0}, {title: '复核', n: true, value: r => r.actions.review || 0}, {title: '建议', n: true, value: r => r.actions.advise || 0}, {title: '合计', n: true, value: r => r.total}];
  let samples = null;
  table($('rules'), ruleColumns.concat({title: '处罚', value: r => r.penalty || '', wide: true, long: true}), data.rules || [], {none: '没有发现', go: r => samples.filter(r.rule)});
  const card = [{title: '客服消息', n: true, value: r => sent(r.counts)}, {title: '有问题', n: true, value: r => flagged(r.counts)}, {title: '占比', n: true, value: r => sent(r.counts) ? flagged(r.counts) / sent(r.counts) : 0, show: r => share(flagged(r.counts), sent(r.counts))}, {title: '拦截', n: true, value: r => r.counts.block || 0}, {title: '会话', n: true, value: r => r.counts.conversations || 0}, {title: '首次响应', n: true, value: r => r.counts.first_replies ? r.counts.first_reply_ms / r.counts.first_replies : 0, show: r => seconds(r.counts.first_reply_ms, r.counts.first_replies)}, {title: '30 秒应答', n: true, value: r => r.counts.turns ? (r.counts.turns_30s || 0) / r.counts.turns : 0, show: r => share(r.counts.turns_30s || 0, r.counts.turns)}, {title: '重复话术', n: true, value: r => r.counts.repeated_scripts || 0}];
  const teams = (data.teams || []).some(r => r.name[0]);
  const agents = table($('agents'), [{title: '客服', value: r => r.name[2] || '（无）'}].concat(teams ? {title: '团队', value: r => r.name[3] || '（无）'} : [], {title: '店铺', value: r => r.name[1]}, {title: '平台', value: r => platform(r.name[0])}, card), data.agents || [], {whole: data.agents_whole, go: r => samples.filter(r.name[2])});
  $('teams').closest('section').hidden = !teams;
  table($('teams'), [{title: '团队', value: r => r.name[0] || '（无）'}].concat(card), data.teams || [], {go: r => agents.filter(r.name[0] || '（无）')});
  table($('shops'), [{title: '店铺', value: r => r.name[1] || '（无）'}, {title: '平台', value: r => platform(r.name[0])}].concat(card), data.shops || [], {whole: data.shops_whole});
  table($('ledger'), [{title: '平台', value: r => platform(r.platform)}, {title: '类别', value: r => categories[r.category]}, {title: '发现', n: true, value: r => r.findings}, {title: '扣分', n: true, value: r => r.points}, {title: '金额（元）', n: true, value: r => r.yuan_high, show: r => !r.yuan_high ? '–' : r.yuan_low === r.yuan_high ? number(r.yuan_high) : number(r.yuan_low) + '–' + number(r.yuan_high)}, {title: '阶梯', value: r => r.ladder, wide: true, long: true}, {title: '出处', value: r => r.source, wide: true}], (data.ledger || []).sort((a, b) => b.yuan_high - a.yuan_high || b.points - a.points || b.findings - a.findings), {none: '没有拦截级的发现'});
  table($('service'), [{title: '平台', value: r => platform(r.platform)}, {title: '指标', value: r => r.measure, wide: true}, {title: '应答量', n: true, value: r => r.asked}, {title: '已答', n: true, value: r => r.answered}, {title: '达标', n: true, value: r => r.in_time}, {title: '达标率', n: true, value: r => r.asked ? r.in_time / r.asked : 0, show: r => share(r.in_time, r.asked)}, {title: '要求', n: true, value: r => r.bar, show: r => r.bar ? share(r.bar, 1) : '未公开'}, {title: '平均响应', n: true, value: r => r.mean_ms, show: r => seconds(r.mean_ms, r.answered ? 1 : 0)}, {title: '后果', value: r => r.consequence, wide: true}], data.service || []);
  table($('worst'), [{title: '会话', value: r => r.conversation}, {title: '客服', value: r => r.agent}, {title: '店铺', value: r => r.shop}, {title: '平台', value: r => platform(r.platform)}, {title: '问题消息', n: true, value: r => r.messages}, {title: '严重度', n: true, value: r => r.weight}], data.worst || [], {step: 10, none: '没有发现', go: r => samples.filter(r.conversation)});

  // Text with the code points [begin, end) marked.
  function marked(text, begin, end) {
    const points = Array.from(text || '');
    if (end == null || end <= begin) return make('span', {textContent: text});
    return make('span', {}, points.slice(0, begin).join(''), make('mark', {textContent: points.slice(begin, end).join('')}), points.slice(end).join(''));
  }
  function detail(s) {
    const f = s.finding, row = (name, value) => value == null || value === '' ? [] : [make('dt', {textContent: name}), make('dd', {}, value)];
    $('detail-body').replaceChildren(make('h2', {textContent: f.title || '未发现问题的消息（抽样）'}),
      make('dl', {}, ...row('处置', f.action && make('span', {className: 'act ' + f.action, textContent: actions[f.action]})), ...row('规则', f.rule), ...row('原因', f.reason), ...row('处罚', f.penalty), ...row('处罚出处', f.penalty_source), ...row('识别为', f.canonical), ...row('建议改写', f.rewrite === '' ? '（整条删去）' : f.rewrite), ...row('客服', f.agent), ...row('团队', f.team), ...row('店铺', f.shop), ...row('平台', platform(f.platform)), ...row('会话', f.conversation_id), ...row('位置', `${f.file} 第 ${f.row} 行`)),
      make('div', {className: 'chat'}, ...s.conversation.map(m => make('div', {className: `said ${m.role}${m.this ? ' this' : ''}`}, make('small', {textContent: `${roles[m.role] || m.role} ${m.time || ''}`}), m.this ? marked(m.text, f.cp_begin || 0, f.cp_end) : m.text))));
    $('detail').showModal();
  }
  const severity = s => Object.keys(actions).indexOf(s.finding.action);
  // Worst first, and the rules in turn, so that the first page shows each of them.
  const turn = new Map();
  for (const s of data.samples || []) { s.turn = turn.get(s.stratum) || 0; turn.set(s.stratum, s.turn + 1); }
  const rows = (data.samples || []).filter(s => s.finding.rule).sort((a, b) => severity(a) - severity(b) || a.turn - b.turn), clean = (data.samples || []).length - rows.length;
  $('sample-note').textContent = `每条规则按种子抽样，共 ${number(rows.length)} 处；另抽 ${number(clean)} 条未发现问题的消息供复核（筛选“抽样”可见）。全部明细见 findings.csv。点一行看会话。`;
  samples = table($('samples'), [{title: '处置', value: s => s.finding.action || '抽样', show: s => make('span', {className: 'act ' + (s.finding.action || ''), textContent: actions[s.finding.action] || '抽样'}), find: s => actions[s.finding.action] || '抽样'}, {title: '消息', wide: true, value: s => s.finding.text, show: s => marked(s.finding.text, s.finding.cp_begin || 0, s.finding.cp_end), find: s => s.finding.text + ' ' + (s.finding.rule || '') + ' ' + (s.finding.conversation_id || '')}, {title: '规则', value: s => s.finding.title || '', wide: true}, {title: '客服', value: s => s.finding.agent || ''}, {title: '时间', value: s => s.finding.time || ''}], rows.concat((data.samples || []).filter(s => !s.finding.rule)), {none: '没有抽到。全部明细在 findings.csv 里，可按规则、客服或会话ID筛选。', go: detail});
  if (data.against) {
    $('what-if').hidden = false;
    $('what-if-text').textContent = `与规则版本 ${data.against.slice(0, 12)} 相比，${number(data.changes)} 条消息的判定会不同。明细见 changes.jsonl。`;
    table($('changes'), [{title: '变化', value: r => r.change}].concat(ruleColumns), (data.added || []).map(r => ({...r, change: '新增'})).concat((data.removed || []).map(r => ({...r, change: '减少'}))));
  }
})();
