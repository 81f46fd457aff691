package dev.lifeboat.operator.status;

import java.util.Locale;

/// A number of bytes as people read it in a column: `512`, `1.5Ki`, `12.4Gi`.
public record ByteSize(long bytes) {
    private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("A size cannot be negative: " + bytes);
        }
    }

    /// With one decimal where that says more than the whole number.
    public String text() {
        var value = (double) bytes;
        var unit = 0;
        // 1023.95 would be printed as 1024.0 of the smaller unit.
        while (value >= 1023.95 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        var number = String.format(Locale.ROOT, "%.1f", value);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number) + UNITS[unit];
    }
}
