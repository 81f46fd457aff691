package dev.lifeboat.devcluster.control;

import dev.lifeboat.devcluster.store.Change;

/// Sees every change of every object, in order, on one thread. It must not block.
public interface Controller {
    void observe(Change change);
}
