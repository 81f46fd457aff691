package dev.lifeboat.simulator.api;

/// A call whose method is known and whose arguments are as many as it takes; `wireName` is how the caller wrote it.
record Invocation(Method method, Call call, boolean asynchronous, String wireName) {}
