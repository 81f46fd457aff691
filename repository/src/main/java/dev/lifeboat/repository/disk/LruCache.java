package dev.lifeboat.repository.disk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Keeps the values used last. Loads outside of its lock: two threads may load the same value, both the same
/// one.
final class LruCache<K, V> {

    private final Map<K, V> values;

    LruCache(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    V get(K key, Function<K, V> load) {
        synchronized (values) {
            var value = values.get(key);
            if (value != null) {
                return value;
            }
        }
        var loaded = load.apply(key);
        synchronized (values) {
            values.put(key, loaded);
        }
        return loaded;
    }
}
