import { createServer } from '/work/wt/start/scripts/lib/server.mjs';
import { install, openSlowTab, withBrowser } from '/work/wt/start/scripts/bench/browser.mjs';
const build=process.argv[2]; const queries=(process.argv[3]||'netværk').split(',');
const server = await createServer({ root: build, port: 0, host: '127.0.0.1' });
await withBrowser(async (context)=>{
 await (await install(context, server.url)).close();
 const { page, devtools } = await openSlowTab(context);
 await page.goto(`${server.url}/search`);
 await page.waitForSelector('html[data-app-ready]', { state: 'attached' });
 await page.waitForTimeout(3000);
 const events=[]; devtools.on('Tracing.dataCollected', ({value})=>events.push(...value));
 await page.evaluate(()=>addEventListener('input',()=>performance.mark('press'),{capture:true}));
 await devtools.send('Tracing.start',{transferMode:'ReportEvents',traceConfig:{includedCategories:['devtools.timeline','disabled-by-default-devtools.timeline','blink.user_timing', 'toplevel']}});
 for (const q of queries){ await page.locator('#search-input').pressSequentially(q,{delay:120}); await page.waitForTimeout(600); await page.locator('#search-input').fill(''); await page.waitForTimeout(400);}
 const done=new Promise(r=>devtools.once('Tracing.tracingComplete',r)); await devtools.send('Tracing.end'); await done;
 const marks=events.filter(e=>e.name==='press'); const {pid,tid}=marks[0];
 const main=events.filter(e=>e.pid===pid&&e.tid===tid&&e.ph==='X'&&e.dur>1500&&!['ThreadControllerImpl::RunTask','ThreadPool_RunTask'].includes(e.name)).sort((a,b)=>a.ts-b.ts);
 const t0=marks[0].ts;
 let mi=0;
 for (const e of main){ while(mi<marks.length&&marks[mi].ts<=e.ts+e.dur){ console.log('--- PRESS', ((marks[mi].ts-t0)/1000).toFixed(0)); mi++; }
  console.log(((e.ts-t0)/1000).toFixed(1).padStart(8), (e.dur/1000).toFixed(1).padStart(6), e.name, JSON.stringify(e.args?.beginData??e.args?.data??{}).slice(0,140)); }
});
await server.close();
