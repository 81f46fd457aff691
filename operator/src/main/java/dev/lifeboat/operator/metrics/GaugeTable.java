package dev.lifeboat.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One gauge with a value per set of labels; each resource replaces its own rows whole.
final class GaugeTable {
    private final MultiGauge gauge;
    private final Map<String, List<MultiGauge.Row<?>>> rows = new HashMap<>();

    GaugeTable(MeterRegistry registry, String name, String description) {
        this.gauge = MultiGauge.builder(name).description(description).register(registry);
    }

    record Value(Tags tags, double number) {}

    synchronized void replace(String owner, List<Value> values) {
        rows.put(
                owner,
                values.stream()
                        .<MultiGauge.Row<?>>map(value -> MultiGauge.Row.of(value.tags(), value.number()))
                        .toList());
        publish();
    }

    synchronized void forget(String owner) {
        if (rows.remove(owner) != null) {
            publish();
        }
    }

    private void publish() {
        var all = new ArrayList<MultiGauge.Row<?>>();
        rows.values().forEach(all::addAll);
        gauge.register(all, true);
    }
}
