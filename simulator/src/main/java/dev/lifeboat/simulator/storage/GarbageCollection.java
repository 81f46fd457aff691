package dev.lifeboat.simulator.storage;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Shortens chains: hidden disks without children go, and one with a single child is merged with it.
final class GarbageCollection {
    private final Images images;
    private final Set<Layer> kept;

    /// Layers that are kept are in use by a transfer and neither merged nor moved.
    GarbageCollection(Images images, Set<Layer> kept) {
        this.images = images;
        this.kept = kept;
    }

    Optional<Coalesced> step() throws IOException {
        for (var image : images.all()) {
            if (image.hidden() && image.hasData() && !kept.contains(image.layer())) {
                var done = collect(image);
                if (done.isPresent()) {
                    return done;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Coalesced> collect(Image hidden) throws IOException {
        var children = images.childrenOf(hidden.layer());
        return switch (children.size()) {
            case 0 -> Optional.of(drop(hidden));
            case 1 -> Optional.of(merge(children.getFirst(), hidden));
            default -> Optional.empty();
        };
    }

    private Coalesced drop(Image hidden) throws IOException {
        images.remove(hidden.uuid());
        hidden.layer().delete();
        return new Coalesced(hidden.uuid(), Map.of());
    }

    /// The upper layer is the smaller one as a rule, so its blocks move down.
    private Coalesced merge(Image child, Image hidden) throws IOException {
        var upper = child.layer();
        var lower = hidden.layer();
        lower.grow(Math.max(child.sizeBytes(), hidden.sizeBytes()));
        lower.absorb(upper);
        var done = child.hidden() ? replaceChild(child, hidden) : becomeLeaf(child, hidden);
        upper.delete();
        return done;
    }

    /// A leaf keeps its name and takes over the merged layer.
    private Coalesced becomeLeaf(Image leaf, Image hidden) {
        boolean reserved = leaf.layer().reserved();
        leaf.layer(Optional.of(hidden.layer()));
        if (reserved) {
            leaf.layer().thaw(leaf.sizeBytes());
        }
        images.remove(hidden.uuid());
        return new Coalesced(
                hidden.uuid(), Map.of(leaf.uuid(), leaf.layer().parent().map(images::ownerOf)));
    }

    private Coalesced replaceChild(Image child, Image hidden) {
        var newParents = new HashMap<String, Optional<String>>();
        for (var grandchild : images.childrenOf(child.layer())) {
            grandchild.layer().parent(Optional.of(hidden.layer()));
            newParents.put(grandchild.uuid(), Optional.of(hidden.uuid()));
        }
        hidden.sizeBytes(Math.max(child.sizeBytes(), hidden.sizeBytes()));
        images.remove(child.uuid());
        return new Coalesced(child.uuid(), newParents);
    }
}
