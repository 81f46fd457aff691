package dev.lifeboat.simulator.storage;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The disks of a repository by uuid, and how their layers hang together. Guarded by the store's lock.
final class Images {
    private final Map<String, Image> byUuid = new HashMap<>();

    void add(Image image) {
        byUuid.put(image.uuid(), image);
    }

    void remove(String uuid) {
        byUuid.remove(uuid);
    }

    Image get(String uuid) {
        var image = byUuid.get(uuid);
        if (image == null) {
            throw new StorageFailure("no disk " + uuid);
        }
        return image;
    }

    boolean hasData(String uuid) {
        var image = byUuid.get(uuid);
        return image != null && image.hasData();
    }

    Optional<String> parentOf(Image image) {
        return image.hasData() ? image.layer().parent().map(this::ownerOf) : Optional.empty();
    }

    Collection<Image> all() {
        return List.copyOf(byUuid.values());
    }

    List<Image> childrenOf(Layer parent) {
        return byUuid.values().stream()
                .filter(image -> image.hasData()
                        && image.layer()
                                .parent()
                                .filter(layer -> layer == parent)
                                .isPresent())
                .toList();
    }

    String ownerOf(Layer layer) {
        return byUuid.values().stream()
                .filter(image -> image.hasData() && image.layer() == layer)
                .map(Image::uuid)
                .findFirst()
                .orElseThrow(() -> new StorageFailure("a layer has no owner"));
    }

    /// The disk's own layer and all below it.
    Set<Layer> chain(String uuid) {
        var chain = new HashSet<Layer>();
        var layer = Optional.of(get(uuid).layer());
        while (layer.isPresent()) {
            chain.add(layer.get());
            layer = layer.get().parent();
        }
        return chain;
    }

    /// The layers that only one of the two disks has in its chain.
    Set<Layer> chainsApart(String one, String other) {
        var ours = chain(one);
        var theirs = chain(other);
        var either = new HashSet<>(ours);
        either.addAll(theirs);
        ours.retainAll(theirs);
        either.removeAll(ours);
        return either;
    }
}
