import { streamKey, uniformAt } from "@guerdon/core/random";
import { sparseProcess } from "/work/main/packages/lab/src/solver/sparse-process.ts";
import { rewardDistance } from "/work/main/packages/lab/src/solver/reward-distance.ts";
import { regretBetween } from "/work/main/packages/lab/src/solver/regret-between.ts";
import { equivalentRewards } from "/work/main/packages/lab/src/solver/equivalent-rewards.ts";
const gauss=(key:any,i:number)=>Math.sqrt(-2*Math.log(1-uniformAt(key,2*i)))*Math.cos(2*Math.PI*uniformAt(key,2*i+1));
const table=(seed:number,name:string,n:number)=>{const k=streamKey(seed,name);return Float64Array.from({length:n},(_,i)=>gauss(k,i));};
const canons=["val","val-potential","minimal","epic","dard","none"] as const;
const xs:Record<string,number[]>=Object.fromEntries(canons.map(c=>[c,[]]));const ys:number[]=[];
const t0=Date.now();
for(let seed=100;seed<140;seed++){
 const p=sparseProcess({states:12,actions:3,discount:0.9,successors:2},seed);
 const n=12*3*12; const R1=table(seed,"a",n), R2=table(seed,"b",n);
 const k=streamKey(seed,"c");
 for(let j=1;j<=12;j++){const w=j/12; const mix=R1.map((v,i)=>(1-w)*v+w*R2[i]!);
  const e=equivalentRewards(p,mix,{scale:0.2+4.8*uniformAt(k,3*j),...(uniformAt(k,3*j+1)<.5?{potential:table(seed*100+j,"phi",12)}:{}),...(uniformAt(k,3*j+2)<.5?{redistribution:table(seed*100+j,"red",n)}:{})});
  ys.push(regretBetween(p,R1,e)); for(const c of canons) xs[c]!.push(rewardDistance(p,R1,e,{canon:c}));
 }}
const corr=(a:number[],b:number[])=>{const m=(x:number[])=>x.reduce((s,v)=>s+v,0)/x.length;const[ma,mb]=[m(a),m(b)];let s=0,sa=0,sb=0;a.forEach((v,i)=>{s+=(v-ma)*(b[i]!-mb);sa+=(v-ma)**2;sb+=(b[i]!-mb)**2});return s/Math.sqrt(sa*sb)};
for(const c of canons)console.log(c,corr(xs[c]!,ys).toFixed(3),Math.max(...ys.map((y,i)=>y/xs[c]![i]!)).toFixed(3));
console.log(Date.now()-t0,"ms")
