package dev.lifeboat.devcluster.api;

import dev.lifeboat.devcluster.kind.Kind;
import dev.lifeboat.devcluster.store.ObjectKey;

/// Which object a request is about; the subresource is empty for the object itself.
public record Target(Kind kind, ObjectKey key, String subresource) {

    boolean status() {
        return subresource.equals("status");
    }
}
