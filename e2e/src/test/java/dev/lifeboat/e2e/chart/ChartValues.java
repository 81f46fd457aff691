package dev.lifeboat.e2e.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `values.yaml` as its reader sees it: a value is a key with a comment above it, whatever hangs below; a key without
/// one only holds others.
///
/// @param defaults   of each value, as compact JSON
/// @param unexplained keys that have a value and no comment
record ChartValues(Map<String, String> defaults, List<String> unexplained) {
    private static final Pattern KEY = Pattern.compile("^( *)(\\w+):(.*)$");

    static ChartValues read() {
        var tree = Chart.tree("values.yaml");
        var defaults = new TreeMap<String, String>();
        var unexplained = new ArrayList<String>();
        var path = new ArrayList<String>();
        var commented = false;
        var skipBeyond = Integer.MAX_VALUE;
        for (var line : Chart.text("values.yaml").lines().toList()) {
            var key = KEY.matcher(line);
            if (!key.matches()) {
                commented = line.strip().startsWith("#");
                continue;
            }
            var depth = key.group(1).length() / 2;
            if (depth <= skipBeyond) {
                path.subList(depth, path.size()).clear();
                path.add(key.group(2));
                skipBeyond = commented ? depth : Integer.MAX_VALUE;
                if (commented) {
                    defaults.put(String.join(".", path), at(tree, path).toString());
                } else if (!key.group(3).isBlank()) {
                    unexplained.add(String.join(".", path));
                }
            }
            commented = false;
        }
        return new ChartValues(defaults, unexplained);
    }

    private static JsonNode at(JsonNode tree, List<String> path) {
        return tree.at("/" + String.join("/", path));
    }
}
