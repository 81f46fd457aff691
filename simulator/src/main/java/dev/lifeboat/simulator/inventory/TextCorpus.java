package dev.lifeboat.simulator.inventory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// Pages of repeating words; compressible, and the same wherever the same page is used.
public final class TextCorpus {
    private static final int PAGES = 12;
    private static final int PAGE_BYTES = 1 << 20;
    private static final List<String> WORDS = List.of(
            "harbour", "anchor", "ledger", "tide", "signal", "compass", "cargo", "lantern", "keel", "pilot", "chart",
            "mooring", "horizon", "rudder", "beacon", "current", "sail", "watch", "log", "storm");

    /// Made when first asked for: many a pool needs only some of them.
    private final Map<Integer, byte[]> pages = new ConcurrentHashMap<>();

    public int pages() {
        return PAGES;
    }

    public void copy(int page, int from, byte[] target, int at, int length) {
        System.arraycopy(pages.computeIfAbsent(page, TextCorpus::page), from, target, at, length);
    }

    private static byte[] page(int number) {
        var random = new SplittableRandom(number);
        var text = new StringBuilder(PAGE_BYTES + 64);
        for (int line = 1; text.length() < PAGE_BYTES; line++) {
            text.append(number).append('.').append(line);
            for (int word = 0; word < 10; word++) {
                text.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
            }
            text.append('\n');
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), PAGE_BYTES);
    }
}
