package dev.lifeboat.agent.progress;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What `/metrics` shows beside progress: named figures, each read when somebody asks. Safe for use by many threads.
public final class Meters {
    /// As Prometheus names them.
    enum Kind {
        COUNTER("counter"),
        GAUGE("gauge");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// All samples of one name, as they are now.
    record Reading(String name, Kind kind, String help, Map<Labels, Double> samples) {}

    private record Family(Kind kind, String help, Map<Labels, Supplier<Map<Labels, Double>>> parts) {
        Reading read(String name) {
            var samples = new LinkedHashMap<Labels, Double>();
            parts.values().forEach(part -> samples.putAll(part.get()));
            return new Reading(name, kind, help, samples);
        }
    }

    private final Map<String, Family> families = new TreeMap<>();

    /// A count that only grows.
    public LongAdder counter(String name, String help, Labels labels) {
        var adder = new LongAdder();
        counter(name, help, labels, adder::sum);
        return adder;
    }

    /// A count that somebody else keeps; takes the place of one with the same labels.
    public void counter(String name, String help, Labels labels, LongSupplier value) {
        register(Kind.COUNTER, name, help, labels, () -> Map.of(labels, (double) value.getAsLong()));
    }

    /// A time that only grows, counted in nanoseconds and shown in seconds.
    public LongAdder seconds(String name, String help, Labels labels) {
        var nanos = new LongAdder();
        register(Kind.COUNTER, name, help, labels, () -> Map.of(labels, nanos.sum() / 1e9));
        return nanos;
    }

    /// Times of which nobody knows the labels before.
    public void seconds(String name, String help, Supplier<Map<Labels, Double>> samples) {
        register(Kind.COUNTER, name, help, Labels.NONE, samples);
    }

    public void gauge(String name, String help, Labels labels, DoubleSupplier value) {
        register(Kind.GAUGE, name, help, labels, () -> Map.of(labels, value.getAsDouble()));
    }

    private synchronized void register(
            Kind kind, String name, String help, Labels labels, Supplier<Map<Labels, Double>> samples) {
        families.computeIfAbsent(name, _ -> new Family(kind, help, new LinkedHashMap<>()))
                .parts()
                .put(labels, samples);
    }

    /// Everything, by name.
    synchronized Iterable<Reading> read() {
        return families.entrySet().stream()
                .map(family -> family.getValue().read(family.getKey()))
                .toList();
    }
}
