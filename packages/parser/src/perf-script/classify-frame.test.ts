import { FrameKind } from '@subsecond/profile';
import { expect, it } from 'vitest';
import { classifyFrame } from './classify-frame.ts';

const JIT = '/tmp/perf-42.map';

it.each([
  ['py::run:/srv/app.py', JIT],
  ['JS:~step file:///srv/app/busy.mjs:6:20', JIT],
  ['LazyCompile:~body_0 evalmachine.<anonymous>:1', JIT],
  ['Interpreter', JIT],
  ['BytecodeHandler:LdaZero', JIT],
  ['Builtin:InterpreterEntryTrampoline', JIT],
  ['Builtins_InterpreterEntryTrampoline', '/usr/bin/node'],
  ['Builtins_LdaNamedPropertyHandler', '/usr/bin/node'],
])('%s in %s is an interpreter’s', (symbol, mapping) => {
  expect(classifyFrame(symbol, mapping).kind).toBe(FrameKind.interpreter);
});

it.each([
  ['JS:*step file:///srv/app/busy.mjs:6:20', JIT, FrameKind.jit],
  ['Lcom/foo/Bar;::run', JIT, FrameKind.jit],
  ['Builtins_ArrayMap', '/usr/bin/node', FrameKind.user],
  ['Interpreter', '/usr/bin/app', FrameKind.user],
  ['InterpreterRuntime::resolve_invoke', '/usr/lib/jvm/server/libjvm.so', FrameKind.library],
  ['py::run:/srv/app.py', '/usr/bin/app', FrameKind.user],
  ['py::run:/srv/app.py', 'inlined', FrameKind.inlined],
  ['[unknown]', JIT, FrameKind.unresolved],
])('%s in %s is none', (symbol, mapping, kind) => {
  expect(classifyFrame(symbol, mapping).kind).toBe(kind);
});
