package dev.lifeboat.repository.objectstore;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A store that a test has for itself, empty at first.
interface StoreUnderTest {

    ObjectKey KEY = new ObjectKey("packs/0a/0a1b");

    ObjectStore store();

    default List<String> keys(String prefix, Optional<ObjectKey> after, int limit) {
        return store().list(prefix, after, limit).stream()
                .map(entry -> entry.key().value())
                .toList();
    }

    static byte[] random(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }
}
