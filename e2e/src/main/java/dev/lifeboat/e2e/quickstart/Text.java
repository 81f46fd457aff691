package dev.lifeboat.e2e.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Figures and tables as a person reads them.
final class Text {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Text() {}

    static String bytes(long bytes) {
        var unit = 0;
        var value = (double) bytes;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        var digits = unit == 0 || value >= 100 ? 0 : 1;
        return String.format(Locale.ROOT, "%." + digits + "f %s", value, UNITS[unit]);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    static String rate(long bytes, long seconds) {
        return bytes(bytes / Math.max(1, seconds)) + "/s";
    }

    /// Columns wide enough for their longest cell; the first is left aligned, the others right unless they hold words.
    static List<String> table(List<String> header, List<List<String>> rows) {
        var widths = new int[header.size()];
        var all = new ArrayList<List<String>>();
        all.add(header);
        all.addAll(rows);
        for (var row : all) {
            for (var column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder("  ");
        for (var column = 0; column < widths.length; column++) {
            var cell = row.get(column);
            var padding = " ".repeat(widths[column] - cell.length());
            var numeric = !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || cell.equals("-"));
            line.append(numeric ? padding + cell : cell + padding).append("   ");
        }
        return line.toString().stripTrailing();
    }
}
