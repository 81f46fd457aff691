package dev.lifeboat.agent.progress;

import java.util.TreeMap;
import java.util.stream.Collectors;

/// Tell the samples of one metric apart, written as Prometheus reads them: `{device="0"}`, or nothing.
public record Labels(String text) {
    public static final Labels NONE = new Labels("");

    /// @param pairs name, value, name, value
    public static Labels of(String... pairs) {
        var sorted = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            sorted.put(pairs[i], pairs[i + 1]);
        }
        return new Labels(sorted.entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}")));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
